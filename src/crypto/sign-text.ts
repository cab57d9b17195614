import type { SignOrder } from '../envelope/application.ts';

/** A signed member: its name and its exact text. */
export type SignField = readonly [name: string, text: string];

function byName([left]: SignField, [right]: SignField): number {
  return left < right ? -1 : Number(left > right);
}

/**
 * The text that a sign covers (S1 1.12): `k=v` in the given order or by ascending name, joined by `&`, an empty
 * value as `k=`, then `&key=SECRET`. SM2 has no shared secret and so no key part.
 */
export function signText(fields: readonly SignField[], order: SignOrder, secret: string | undefined): string {
  const ordered = order === 'ascii' ? fields.toSorted(byName) : fields;
  const pairs = ordered.map(([name, text]) => `${name}=${text}`);
  return (secret === undefined ? pairs : [...pairs, `key=${secret}`]).join('&');
}
