import type { StructureSchema } from '../../envelope/operation.ts';
import { DefinitionNames, definitionName, definitionOf } from '../../http/definition-names.ts';
import { type MemberRow, memberRow } from './member-rows.ts';
import type { MemberSchema } from './operation-schema.ts';

/** A chain of references or choices that is longer runs in circles. */
const DEEPEST = 20;

/** The table of a definition, which several operations may share. */
export interface DefinitionTable {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly MemberRow[];
}

/** What a schema says of one value, for a row; and what has members of its own. */
interface Told {
  readonly shown: MemberSchema;
  /** Definitions with tables of their own. */
  readonly links: readonly string[];
  /** Objects that are told in place, with what their path has more. */
  readonly parts: readonly { readonly schema: StructureSchema; readonly suffix: string }[];
}

/** Tables of structured members: a row for each by its path; definitions, which may contain themselves, once each. */
export class StructureTables {
  readonly #names = new DefinitionNames();
  readonly #known = new Set<string>();
  readonly #waiting: (() => DefinitionTable)[] = [];

  rows(root: StructureSchema): readonly MemberRow[] {
    return this.#rows(root, root, '');
  }

  /** The definitions that were referred to so far, with those that they refer to themselves. */
  definitions(): readonly DefinitionTable[] {
    const tables: DefinitionTable[] = [];
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) tables.push(next());
    return tables;
  }

  #rows(schema: StructureSchema, root: StructureSchema, path: string): readonly MemberRow[] {
    const required = new Set(schema.required);
    return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const told = this.#told(member, root, 0);
      const row = memberRow(at, shownWith(told, member), required.has(name));
      return [row, ...told.parts.flatMap((part) => this.#rows(part.schema, root, `${at}${part.suffix}`))];
    });
  }

  #told(schema: StructureSchema, root: StructureSchema, depth: number): Told {
    if (depth > DEEPEST) return { shown: {}, links: [], parts: [] };
    if (schema.$ref !== undefined) return this.#referred(schema.$ref, root, depth);
    const choices = (schema.anyOf ?? schema.oneOf ?? []).map((part) => this.#told(part, root, depth + 1));
    const every = (schema.allOf ?? []).map((part) => this.#told(part, root, depth + 1));
    const items = schema.items && this.#told(schema.items, root, depth + 1);
    const values = choices.filter(({ shown }) => shown.type !== 'null');
    const inner = [...choices, ...every];
    const { $defs: _, items: __, anyOf: ___, oneOf: ____, ...own } = schema;
    return {
      shown: {
        ...every[0]?.shown,
        ...(values.length === 1 && values[0]!.shown),
        ...own,
        ...(choices.length > 0 && { anyOf: choices.map(({ shown }) => shown) }),
        ...(items && { items: items.shown }),
      },
      links: [...inner, ...(items ? [items] : [])].flatMap(({ links }) => links),
      parts: [
        ...(schema.properties ? [{ schema, suffix: '' }] : []),
        ...inner.flatMap(({ parts }) => parts),
        ...(items?.parts ?? []).map((part) => ({ ...part, suffix: `[]${part.suffix}` })),
      ],
    };
  }

  /** What has members gets a table; a list or a single value is told where it stands. */
  #referred(reference: string, root: StructureSchema, depth: number): Told {
    const definition = definitionOf(reference, root);
    if (!hasMembers(definition, root, 0)) return this.#told(definition, root, depth + 1);
    const name = this.#names.nameOf(definitionName(reference), definition, root);
    if (!this.#known.has(name)) {
      this.#known.add(name);
      this.#waiting.push(() => this.#table(name, definition, root));
    }
    const { title, description } = definition;
    const notes = {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
    };
    return { shown: { type: 'object', ...notes }, links: [name], parts: [] };
  }

  #table(name: string, definition: StructureSchema, root: StructureSchema): DefinitionTable {
    const { parts, links } = this.#told(definition, root, 0);
    const rows = parts.flatMap(({ schema, suffix }) => this.#rows(schema, root, suffix));
    const more = links.length > 0 ? [`另含${linksText(links)}的各项`] : [];
    const title = [definition.title, definition.description, ...more].filter(Boolean).join('。');
    return { name, title, rows };
  }
}

function shownWith({ shown, links }: Told, { title, description }: StructureSchema): MemberSchema {
  const notes = [description ?? shown.description, ...(links.length > 0 ? [`见${linksText(links)}`] : [])];
  const own = title ?? shown.title;
  return {
    ...shown,
    ...(own !== undefined && { title: own }),
    description: notes.filter(Boolean).join('。'),
  };
}

function linksText(links: readonly string[]): string {
  return `数据结构${[...new Set(links)].join('、')}`;
}

function hasMembers(schema: StructureSchema, root: StructureSchema, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (schema.$ref !== undefined) return hasMembers(definitionOf(schema.$ref, root), root, depth + 1);
  if (Object.keys(schema.properties ?? {}).length > 0) return true;
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return parts.some((part) => hasMembers(part, root, depth + 1));
}
