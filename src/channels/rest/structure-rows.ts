import type { StructureSchema } from '../../envelope/operation.ts';
import { definitionOf } from '../../http/definition-names.ts';
import { type MemberRow, memberRow } from './member-rows.ts';

/** Rows of one table: more is no reading for people, who have the schema. */
const MOST_ROWS = 2000;

/** A row for each member at any depth, by its path: `order.lines[].price`. What contains itself is told once. */
export function structureRows(root: StructureSchema): readonly MemberRow[] {
  const rows: MemberRow[] = [];
  addRows({ rows, root, above: [] }, root, '');
  return rows;
}

interface Walk {
  readonly rows: MemberRow[];
  readonly root: StructureSchema;
  /** The definitions around. */
  readonly above: readonly StructureSchema[];
}

/** What a schema says of one value, references followed and alternatives besides null dropped. */
interface Told {
  readonly schema: StructureSchema;
  readonly parts: readonly StructureSchema[];
  readonly walk: Walk;
  readonly repeats: boolean;
}

function addRows(walk: Walk, schema: StructureSchema, path: string): void {
  const told = follow(walk, schema);
  if (told.repeats) return;
  for (const part of told.parts) {
    for (const [name, member] of Object.entries(part.properties ?? {}))
      addMember(
        told.walk,
        member,
        path === '' ? name : `${path}.${name}`,
        part.required?.includes(name) ?? false,
      );
    if (part.items) addRows(told.walk, part.items, `${path}[]`);
  }
}

function addMember(walk: Walk, member: StructureSchema, path: string, required: boolean): void {
  if (walk.rows.length >= MOST_ROWS) return;
  const { schema, repeats, walk: inside } = follow(walk, member);
  const items = schema.items && follow(inside, schema.items);
  const title = member.title ?? schema.title;
  const again = repeats || items?.repeats === true;
  const description = [member.description ?? schema.description, again ? '结构同上' : undefined];
  const told = {
    ...schema,
    ...(title !== undefined && { title }),
    description: description.filter((text) => text !== undefined).join('。'),
    ...(items && { items: items.schema }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map((part) => follow(walk, part).schema) }),
  };
  walk.rows.push(memberRow(path, told, required));
  if (!again) addRows(walk, member, path);
}

function follow(walk: Walk, schema: StructureSchema): Told {
  let told = schema;
  const above = [...walk.above];
  while (told.$ref !== undefined) {
    const definition = definitionOf(told.$ref, walk.root);
    if (above.includes(definition)) return { schema: definition, parts: [], walk, repeats: true };
    above.push(definition);
    told = definition;
  }
  const inside = { ...walk, above };
  const choices = (told.anyOf ?? told.oneOf ?? []).filter(({ type }) => type !== 'null');
  const branches = [...choices, ...(told.allOf ?? [])].map((part) => follow(inside, part));
  const [only] = branches;
  const own = branches.length === 1 && only ? { ...only.schema, ...told } : told;
  return {
    schema: own,
    parts: [told, ...branches.flatMap(({ parts }) => parts)],
    walk: { ...walk, above: [...new Set([...above, ...branches.flatMap((branch) => branch.walk.above)])] },
    repeats: branches.length > 0 && branches.every(({ repeats }) => repeats),
  };
}
