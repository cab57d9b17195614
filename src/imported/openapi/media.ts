import { isTree, member, type Tree } from './tree.ts';

/** A way to write a body, with its schema. */
export interface Media {
  readonly type: string;
  readonly schema: unknown;
}

/** The JSON among the media types of a body, whatever they call it; the plain one first. */
export function jsonMedia(content: Tree): Media | undefined {
  const types = Object.keys(content).filter((type) => isJson(bare(type)) || bare(type) === '*/*');
  const type = types.find((one) => bare(one) === 'application/json') ?? types[0];
  if (type === undefined) return undefined;
  const media = member(content, type);
  return {
    type: bare(type) === '*/*' ? 'application/json' : bare(type),
    schema: isTree(media) ? member(media, 'schema') : undefined,
  };
}

/** Whether a media type, in lower case and without parameters, is JSON. */
export function isJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json');
}

function bare(type: string): string {
  return type.split(';')[0]!.trim().toLowerCase();
}
