/** RFC 3986's `pchar` without escapes: whatever needs one is refused, and so are the two segments that walk. */
const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~!$&'()*+,;=:@-]{1,128}$/;
const PLACEHOLDER = /^\{(.+)\}$/;

/**
 * The path of a request target in segments, each decoded once; undefined for any other form of target and
 * for a segment that is empty, longer than 128 characters, `.` or `..`, or holds what an address would have to
 * escape. An operation may want less of its own segments.
 */
export function readPath(target: string): readonly string[] | undefined {
  if (!target.startsWith('/')) return undefined;
  const segments = target.split('?', 1)[0]!.slice(1).split('/').map(decodeOnce);
  return segments.every((segment) => SEGMENT.test(segment)) ? segments : undefined;
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

/** Malformed escapes stay as they are, and are thereby refused. */
function decodeOnce(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
