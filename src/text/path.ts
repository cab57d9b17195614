/** RFC 3986's `pchar` without escapes: whatever needs one is refused, and so are the two segments that walk. */
const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~!$&'()*+,;=:@-]{1,128}$/;
/** They make a path another one than it looks. */
const WALKING: ReadonlySet<string> = new Set(['', '.', '..']);
const PLACEHOLDER = /^\{(.+)\}$/;

/**
 * The segments of a request target, each decoded once, whatever they hold; undefined for any other form of target and
 * where a segment is empty, `.` or `..`.
 */
export function splitPath(target: string): readonly string[] | undefined {
  if (!target.startsWith('/')) return undefined;
  const segments = target.split('?', 1)[0]!.slice(1).split('/').map(decodeOnce);
  return segments.some((segment) => WALKING.has(segment)) ? undefined : segments;
}

/** Whether an address holds this as a segment without escapes, in at most 128 characters. */
export function isSegment(text: string): boolean {
  return SEGMENT.test(text);
}

/**
 * The path of a request target in segments; undefined where one of them is longer than 128 characters or holds what an
 * address would have to escape. An operation may want less of its own segments.
 */
export function readPath(target: string): readonly string[] | undefined {
  const segments = splitPath(target);
  return segments?.every(isSegment) ? segments : undefined;
}

/** The path that `splitPath` gives these segments for. */
export function joinPath(segments: readonly string[]): string {
  return segments.map((segment) => `/${isSegment(segment) ? segment : encodeURIComponent(segment)}`).join('');
}

/** The values of a template's `{name}` segments if the path has exactly its form. */
export function matchPath(
  template: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parts = template.slice(1).split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [index, part] of parts.entries()) {
    const name = PLACEHOLDER.exec(part)?.[1];
    if (name !== undefined) parameters.push([name, segments[index]!]);
    else if (part !== segments[index]) return undefined;
  }
  return Object.fromEntries(parameters);
}

const MOUNT = '/{service}/{interFlag}';

/** An operation's path with a leading `/{service}/{interFlag}` bound to where its service is mounted. */
export function bindPath(template: string, mount: string): string {
  return template.startsWith(MOUNT) ? mount + template.slice(MOUNT.length) : template;
}

/** Malformed escapes stay as they are, and are no segment thereby. */
function decodeOnce(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
