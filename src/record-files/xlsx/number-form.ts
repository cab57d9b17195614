/** How a number format shows a number, as far as it changes what the number means. */
export interface NumberForm {
  readonly date: boolean;
  readonly time: boolean;
  /** Digits that an integer is filled up to with zeros, as the format `000000` does; 0 for no filling. */
  readonly digits: number;
}

export const PLAIN: NumberForm = { date: false, time: false, digits: 0 };
const DATE: NumberForm = { date: true, time: false, digits: 0 };
const TIME: NumberForm = { date: false, time: true, digits: 0 };
const MOMENT: NumberForm = { date: true, time: true, digits: 0 };

/** Built-in formats of ECMA-376 Part 1, 18.8.30, with those of zh-CN, as first id, last id and form. */
const BUILT_IN: readonly (readonly [first: number, last: number, form: NumberForm])[] = [
  [14, 17, DATE],
  [18, 21, TIME],
  [22, 22, MOMENT],
  [27, 31, DATE],
  [32, 35, TIME],
  [36, 36, DATE],
  [45, 47, TIME],
  [50, 54, DATE],
  [55, 56, TIME],
  [57, 58, DATE],
];

export function builtInForm(id: number): NumberForm {
  return BUILT_IN.find(([first, last]) => first <= id && id <= last)?.[2] ?? PLAIN;
}

/** Quoted texts, escaped, spaced and filled characters, AM/PM, and brackets other than those of elapsed time. */
const NO_FIELDS = /"[^"]*"|[\\_*].|am\/pm|a\/p|上午\/下午|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;

/** Reads a custom format such as `yyyy"年"m"月"d"日"`; only its section for positive numbers counts. */
export function customForm(code: string): NumberForm {
  const fields = code.replace(NO_FIELDS, '').split(';', 1)[0]!.toLowerCase();
  if (/^0{2,}$/.test(fields)) return { ...PLAIN, digits: fields.length };
  const time = /[hs]|\[m/.test(fields);
  const date = /[yd]|aaa/.test(fields) || (!time && fields.includes('m'));
  if (date) return time ? MOMENT : DATE;
  return time ? TIME : PLAIN;
}
