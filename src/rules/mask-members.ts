import { quoteJson, replaceMembers } from '../text/json.ts';
import { maskValue, type SensitiveKind } from '../text/mask-value.ts';

/** What members hold, by name; undefined: nothing to mask. */
export interface SensitiveKinds {
  get(name: string): SensitiveKind | undefined;
}

/** A string with the colon that makes it a name, or a number. */
const SCALARS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d[\d.eE+-]*/g;

/** The same JSON text with sensitive members masked, strings inside objects and arrays too; no other byte changes. */
export function maskMembers(text: string, kinds: SensitiveKinds): string {
  return replaceMembers(text, (name, source) => {
    const kind = kinds.get(name);
    return kind === undefined ? undefined : maskSource(source, kind);
  });
}

function maskSource(source: string, kind: SensitiveKind): string {
  if (!/^[[{]/.test(source)) return maskScalar(source, kind);
  return source.replace(SCALARS, (scalar, colon?: string) =>
    colon === undefined ? maskScalar(scalar, kind) : scalar,
  );
}

function maskScalar(source: string, kind: SensitiveKind): string {
  if (!/^["\d-]/.test(source)) return source;
  const value = source.startsWith('"') ? (JSON.parse(source) as string) : source;
  const masked = maskValue(value, kind);
  return masked === value ? source : quoteJson(masked);
}
