import type { XmlElement } from './xml-element.ts';

const TAG_NAME = /<[^\t\n\r />]+/y;
const ATTRIBUTE = /[\t\n\r ]+([^\t\n\r =/>]+)[\t\n\r ]*=[\t\n\r ]*(?:"([^"]*)"|'([^']*)')/y;
const REFERENCE = /&(?:#x([0-9A-Fa-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The namespaces that an element declares itself, by prefix ('' is the default). `source` is the text that the
 * element was read from: documents whose values are qualified names need what the tree of elements has left out.
 */
export function declaredNamespaces(source: string, { offset }: XmlElement): ReadonlyMap<string, string> {
  const declared = new Map<string, string>();
  TAG_NAME.lastIndex = offset;
  if (!TAG_NAME.test(source)) throw new Error('the element was read from another text');
  ATTRIBUTE.lastIndex = TAG_NAME.lastIndex;
  for (let match = ATTRIBUTE.exec(source); match; match = ATTRIBUTE.exec(source)) {
    const [, name = '', double, single = ''] = match;
    if (name === 'xmlns') declared.set('', resolved(double ?? single));
    else if (name.startsWith('xmlns:')) declared.set(name.slice('xmlns:'.length), resolved(double ?? single));
  }
  return declared;
}

function resolved(value: string): string {
  return value.replace(REFERENCE, (_, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name]!;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
