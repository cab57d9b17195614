/** The members that a request's sign covers, in the order of Table 5 (S1) and Table 1 (S2). */
export const REQUEST_SIGNED = ['appid', 'busicode', 'action', 'busilist', 'random'] as const;

/** The members of an answer, which its sign covers: A.2.2 of S1 carries appid and busicode, Table 4 of S2 does not. */
export const ANSWER_SIGNED = {
  s1: ['appid', 'busicode', 'datalist', 'random'],
  s2: ['datalist', 'random'],
} as const;

export type Edition = keyof typeof ANSWER_SIGNED;

/** What each member's text must look like before anything is concatenated (no `&`, `=`, blanks or breaks). */
export const PATTERNS = {
  appid: /^[A-Za-z0-9_.-]{1,64}$/,
  busicode: /^(?:\d{3}|\d{6})$/,
  action: /^0[1-4]$/,
  random: /^[A-Za-z0-9_.:{}-]{1,64}$/,
} as const;

/** The same for people. */
export const PATTERN_TEXTS: Readonly<Record<keyof typeof PATTERNS, string>> = {
  appid: '1至64位字母、数字、下划线、点或连字符',
  busicode: '3位或6位数字',
  action: '01、02、03或04',
  random: '1至64位字母、数字或 _ . : { } -，如UUID',
};
