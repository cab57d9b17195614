import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** One setting as the documentation, the environment and the error messages know it. */
export interface Setting {
  /** Dotted, e.g. `exchange.tls.key`; an entry of a list is `services[].standard`. */
  readonly path: string;
  readonly description: string;
  /** What may stand there, e.g. `whole number 0 to 65535`. */
  readonly form: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly fallback?: unknown;
  /** A file or folder. */
  readonly file: boolean;
  readonly secret: boolean;
  /** The environment variable that sets it; none for entries of a list. */
  readonly variable?: string;
}

interface Node {
  readonly type?: Setting['type'];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly path?: boolean;
  readonly secret?: boolean;
}

/** Every setting of the schema, groups left out, in the schema's order. */
export function listSettings(): readonly Setting[] {
  return listBelow(jsonSchemaOf(settingsSchema), '');
}

/** Every setting of a part that has a schema of its own, at a dotted path; of alternatives those of all. */
export function listPartSettings(path: string, schema: z.ZodType): readonly Setting[] {
  const names = path.split('.');
  const name = names.pop()!;
  return listBelow({ properties: { [name]: jsonSchemaOf(schema) } }, names.join('.'));
}

function jsonSchemaOf(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: 'input' }) as Node;
}

function listBelow(node: Node, path: string): readonly Setting[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const below = path === '' ? name : `${path}.${name}`;
    if (child.type === 'object' || alternatives(child).length > 0) return listBelow(child, below);
    const entries = child.type === 'array' ? listBelow(child.items ?? {}, `${below}[]`) : [];
    return [settingOf(child, below), ...entries];
  });
  return [...own, ...alternatives(node).flatMap((form) => listBelow(form, path))];
}

function alternatives({ anyOf, oneOf }: Node): readonly Node[] {
  return [...(anyOf ?? []), ...(oneOf ?? [])];
}

function settingOf(node: Node, path: string): Setting {
  return {
    path,
    description: node.description ?? '',
    form: formOf(node),
    type: node.type ?? 'string',
    ...(node.default === undefined ? {} : { fallback: node.default }),
    file: node.path === true,
    secret: node.secret === true,
    ...(path.includes('[]') ? {} : { variable: variableOf(path) }),
  };
}

function formOf(node: Node): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.type === 'integer') return `whole number, ${node.minimum} to ${node.maximum}`;
  if (node.type === 'number') return `number, ${node.minimum} to ${node.maximum}`;
  if (node.type === 'boolean') return '`true` or `false`';
  if (node.type === 'array') return 'list';
  return node.path ? 'file or folder' : 'text';
}

/** `limits.headerSeconds` becomes `TONGGUI_LIMITS_HEADER_SECONDS`. */
function variableOf(path: string): string {
  const words = path.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('.', '_');
  return `TONGGUI_${words.toUpperCase()}`;
}
