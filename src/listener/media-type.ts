export interface MediaType {
  /** Lower case; empty when there is none or it is malformed. */
  readonly type: string;
  /** Lower-case names; a quoted value stands without its quotes. */
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const TYPE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*(?=;|$)`);
const PARAMETER = new RegExp(
  `;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")[ \\t]*)?(?=;|$)`,
  'y',
);
const NONE: MediaType = { type: '', parameters: {} };

/** Reads a Content-Type (RFC 9110, 8.3.1); one that is malformed or repeats a parameter counts as none. */
export function readMediaType(header: string | undefined): MediaType {
  const type = TYPE.exec(header ?? '');
  if (header === undefined || type === null) return NONE;
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = type[0].length;
  while (PARAMETER.lastIndex < header.length) {
    const match = PARAMETER.exec(header);
    if (match === null) return NONE;
    const [, name, token, quoted] = match;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return NONE;
    parameters.set(name.toLowerCase(), token ?? quoted!.replace(/\\(.)/g, '$1'));
  }
  return { type: type[1]!.toLowerCase(), parameters: Object.fromEntries(parameters) };
}
