import type { JsonTree } from './json-tree.ts';
import type { Recipe } from './recipe.ts';

type Style = Pick<Recipe, 'members' | 'nulls' | 'numbers' | 'escapes' | 'layout'>;

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function ascii(json: string): string {
  return json.replace(/[^\x00-\x7f]/g, unicodeEscape);
}

function slashed(json: string): string {
  return json.replaceAll('/', '\\/');
}

/** What JSON libraries make of a string that was read and is written anew. */
const ESCAPES = {
  sent: undefined,
  plain: (json) => json,
  slash: slashed,
  lower: ascii,
  upper: (json) =>
    json.replace(/[^\x00-\x7f]/g, (character) => `\\u${unicodeEscape(character).slice(2).toUpperCase()}`),
  php: (json) => ascii(slashed(json)),
  gson: (json) => json.replace(/[<>&='\u2028\u2029]/g, unicodeEscape),
} as const satisfies Record<Recipe['escapes'], ((json: string) => string) | undefined>;

function writeString(source: string, { escapes, layout }: Style): string {
  if (layout === 'map') return String(JSON.parse(source));
  const writeEscaped = ESCAPES[escapes];
  return writeEscaped ? writeEscaped(JSON.stringify(JSON.parse(source))) : source;
}

function writeScalar(source: string, style: Style): string {
  if (source.startsWith('"')) return writeString(source, style);
  if (style.numbers === 'sent' || !/^[-\d]/.test(source)) return source;
  return style.numbers === 'text' ? `"${source}"` : String(Number(source));
}

/** Between parts, after a name, and around the parts of one object or array. */
function marksOf(layout: Style['layout'], depth: number) {
  if (layout === 'spaced') return { comma: ', ', colon: ': ', open: '', close: '' };
  if (layout === 'map') return { comma: ', ', colon: '=', open: '', close: '' };
  if (layout !== 'indent2' && layout !== 'indent4') return { comma: ',', colon: ':', open: '', close: '' };
  const indent = layout === 'indent2' ? '  ' : '    ';
  const line = `\n${indent.repeat(depth + 1)}`;
  return { comma: `,${line}`, colon: ': ', open: line, close: `\n${indent.repeat(depth)}` };
}

function membersOf(tree: JsonTree & { kind: 'object' }, { members, nulls }: Style) {
  const kept = tree.members.filter(
    ([, value]) => nulls === 'kept' || value.kind !== 'scalar' || value.source !== 'null',
  );
  return members === 'sent' ? kept : kept.toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** Writes the value as a JSON library of that style would (`map`: as Java's Map.toString() does). */
export function renderJson(tree: JsonTree, style: Style, depth = 0): string {
  if (tree.kind === 'scalar') return writeScalar(tree.source, style);
  const { comma, colon, open, close } = marksOf(style.layout, depth);
  const inner = (value: JsonTree) => renderJson(value, style, depth + 1);
  const parts =
    tree.kind === 'array'
      ? tree.items.map(inner)
      : membersOf(tree, style).map(([name, value]) => writeString(name, style) + colon + inner(value));
  const body = parts.length === 0 ? '' : open + parts.join(comma) + close;
  return tree.kind === 'array' ? `[${body}]` : `{${body}}`;
}
