import type { Item } from '../../envelope/envelope.ts';
import { SERVLET } from './members.ts';

/** A file's address (B.7 note), absolute or as the path alone; what stands before the path and the file's id. */
const ADDRESS = new RegExp(`^(https?://[^?#]*?)?${SERVLET}/file/([A-Za-z0-9-]{1,64})(?:[?#]|$)`, 'i');
const SEPARATORS = /[,，;；\s]+/;

/**
 * The ids of uploaded files that records name by an address of this gateway: below its public base URL, by http or
 * https, or as a path. Addresses elsewhere are nobody's business here.
 */
export function namedFiles(items: readonly Item[], publicUrl: string | undefined): readonly string[] {
  const own = publicUrl && withoutScheme(publicUrl);
  const ids = new Set<string>();
  for (const { value } of items)
    for (const member of Object.values(value)) for (const id of idsIn(member, own)) ids.add(id);
  return [...ids];
}

function idsIn(member: unknown, own: string | undefined): readonly string[] {
  if (typeof member !== 'string' || !member.includes(`${SERVLET}/file/`)) return [];
  return member.split(SEPARATORS).flatMap((address) => {
    const [, base, id] = ADDRESS.exec(address) ?? [];
    const isOwn = base === undefined || withoutScheme(base) === own;
    return id !== undefined && isOwn ? [id] : [];
  });
}

function withoutScheme(url: string): string {
  return url
    .replace(/^https?:/i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
