import { z } from 'zod';

/** One setting of a part of the configuration that has a schema of its own. */
export interface PartSetting {
  /** Such as `channels.table[0].database.file`. */
  readonly path: string;
  readonly value: unknown;
  /** It names a file; folders may come later, so nobody looks for them. */
  readonly file: boolean;
  /** It names an environment variable. */
  readonly variable: boolean;
  readonly secret: boolean;
}

/** What is read of a JSON Schema; the marks come from `.meta()`. */
interface Node {
  readonly path?: boolean;
  readonly folder?: boolean;
  readonly environment?: boolean;
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** Every setting of a part that its schema accepts, with the defaults filled in; groups and lists are opened. */
export function partSettings(path: string, schema: z.ZodType, part: unknown): readonly PartSetting[] {
  return listBelow(path, schema.parse(part), [z.toJSONSchema(schema, { io: 'input' }) as Node]);
}

/** `nodes`: what the schema says of this place, once for each alternative. */
function listBelow(path: string, value: unknown, nodes: readonly Node[]): readonly PartSetting[] {
  const forms = nodes.flatMap((node) => [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])]);
  if (Array.isArray(value) && value.some((entry) => typeof entry === 'object'))
    return value.flatMap((entry, index) =>
      listBelow(
        `${path}[${index}]`,
        entry,
        forms.flatMap(({ items }) => items ?? []),
      ),
    );
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, child]) =>
      listBelow(
        `${path}.${name}`,
        child,
        forms.flatMap((form) => childOf(form, name)),
      ),
    );
  const marked = (mark: 'path' | 'folder' | 'environment' | 'secret') =>
    forms.some((form) => form[mark] === true);
  const file = marked('path') && !marked('folder');
  return [{ path, value, file, variable: marked('environment'), secret: marked('secret') }];
}

function childOf({ properties, additionalProperties }: Node, name: string): readonly Node[] {
  const child = properties?.[name] ?? additionalProperties;
  return typeof child === 'object' ? [child] : [];
}
