import { malformed } from './malformed.ts';

/**
 * `; name=token` or `; name="text"`. In a quoted text `\"` is a quote and any other backslash itself: old browsers
 * send whole Windows paths unescaped. Browsers write `%22`, `%0D` and `%0A` for what would break the line.
 */
const PARAMETER = /;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([^\s;"]+)|"((?:[^"\\]|\\.)*)")[ \t]*/suy;
const ESCAPES: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' };

/** The parameters of a Content-Disposition, lower-case names, none twice; throws MALFORMED. */
export function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    const match = PARAMETER.exec(text);
    if (match === null) throw malformed('Content-Disposition格式错误', 'PART_HEAD');
    const [, name, token, quoted] = match;
    if (parameters.has(name!.toLowerCase())) throw malformed('Content-Disposition的参数重复', 'PART_HEAD');
    parameters.set(name!.toLowerCase(), token ?? unquote(quoted!));
    at = PARAMETER.lastIndex;
  }
  return parameters;
}

function unquote(text: string): string {
  return text.replaceAll('\\"', '"').replace(/%(?:22|0D|0A)/g, (code) => ESCAPES[code]!);
}
