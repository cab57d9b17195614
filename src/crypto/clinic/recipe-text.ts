import type { SignField } from '../sign-text.ts';
import { renderJson } from './json-rendering.ts';
import { type JsonTree, readJsonTree } from './json-tree.ts';
import type { Recipe } from './recipe.ts';

/** A member as the clinic looks at it: its signed text, its JSON if it is any, and its text on the wire. */
export interface Specimen {
  readonly name: string;
  readonly text: string;
  readonly tree: JsonTree | undefined;
  readonly source: string | undefined;
}

/** Prepares the members; `sources` holds what stood on the wire where white space was removed to sign. */
export function specimensOf(
  fields: readonly SignField[],
  sources: Readonly<Record<string, string>>,
): Specimen[] {
  return fields.map(([name, text]) => ({ name, text, tree: readJsonTree(text), source: sources[name] }));
}

function jsonText({ text, tree, source }: Specimen, recipe: Recipe): string {
  const { members, nulls, numbers, escapes, layout } = recipe;
  if (tree === undefined) return text;
  if (layout === 'source') return source ?? text;
  const untouched =
    [members, numbers, escapes, layout].every((choice) => choice === 'sent') && nulls === 'kept';
  return untouched ? text : renderJson(tree, recipe);
}

/** Java's URLEncoder writes a blank as `+` and encodes what JavaScript leaves. */
function formEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const URL_ENCODINGS = {
  none: (text) => text,
  uri: encodeURIComponent,
  form: formEncoded,
} as const satisfies Record<Recipe['urlEncoding'], (text: string) => string>;

function writtenValue(specimen: Specimen, recipe: Recipe): string {
  const text = jsonText(specimen, recipe);
  const wrapped = recipe.wrapping === 'quoted' && specimen.tree ? JSON.stringify(text) : text;
  return URL_ENCODINGS[recipe.urlEncoding](wrapped);
}

function secretOf(secret: string, { keyCase }: Recipe): string {
  if (keyCase === 'sent') return secret;
  return keyCase === 'lower' ? secret.toLowerCase() : secret.toUpperCase();
}

const JOINS = {
  pairs: (fields) => fields.map(([name, text]) => `${name}=${text}`).join('&'),
  unseparated: (fields) => fields.map(([name, text]) => name + text).join(''),
  values: (fields) => fields.map(([, text]) => text).join(''),
} as const satisfies Record<Recipe['join'], (fields: readonly SignField[]) => string>;

/** Where the secret goes; `sorted` put it among the members before. */
const KEY_PARTS = {
  named: (text, secret) => `${text}&key=${secret}`,
  none: (text) => text,
  sorted: (text) => text,
  empty: (text) => `${text}&key=`,
  bare: (text, secret) => text + secret,
  ampersand: (text, secret) => `${text}&${secret}`,
  capitals: (text, secret) => `${text}&KEY=${secret}`,
  first: (text, secret) => secret + text,
  around: (text, secret) => secret + text + secret,
} as const satisfies Record<Recipe['keyPart'], (text: string, secret: string) => string>;

function byName([left]: SignField, [right]: SignField): number {
  return left < right ? -1 : Number(left > right);
}

/** The text that a partner who follows the recipe signs. It holds the secret: it goes into a digest and nowhere else. */
export function recipeText(specimens: readonly Specimen[], recipe: Recipe, sharedSecret: string): string {
  const secret = secretOf(sharedSecret, recipe);
  const sent = specimens
    .filter(({ name, text }) => name !== recipe.omitted && (recipe.empties === 'kept' || text !== ''))
    .map((specimen): SignField => [specimen.name, writtenValue(specimen, recipe)]);
  const members: SignField[] = recipe.signMember === 'empty' ? [...sent, ['sign', '']] : sent;
  const fields: SignField[] = recipe.keyPart === 'sorted' ? [...members, ['key', secret]] : members;
  const ordered = recipe.order === 'ascii' || recipe.keyPart === 'sorted' ? fields.toSorted(byName) : fields;
  return KEY_PARTS[recipe.keyPart](JOINS[recipe.join](ordered), secret);
}
