import { SENSITIVE_KINDS, type SensitiveKind } from '../text/mask-value.ts';

export interface SensitivePath {
  readonly names: readonly string[];
  readonly kind: SensitiveKind;
}

/**
 * Reads a path as an operator writes it: names joined by `.`, with `:name`, `:phone`, `:address` or `:text` at its end
 * for what it holds. Without one it is masked as an identity number.
 */
export function readSensitivePath(path: string): SensitivePath {
  const colon = path.lastIndexOf(':');
  const kind = colon > 0 ? SENSITIVE_KINDS.find((known) => known === path.slice(colon + 1)) : undefined;
  const names = kind === undefined ? path : path.slice(0, colon);
  return { names: names.split('.'), kind: kind ?? 'identity' };
}
