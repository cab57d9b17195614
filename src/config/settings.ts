import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** One setting as the documentation, the environment and the error messages know it. */
export interface Setting {
  /** Dotted, e.g. `exchange.tls.key`; an entry of a list is `services[].standard`. */
  readonly path: string;
  readonly description: string;
  /** What may stand there, e.g. `whole number 0 to 65535`. */
  readonly form: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object';
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
  return listBelow(z.toJSONSchema(settingsSchema, { io: 'input' }) as Node, '');
}

function listBelow(node: Node, path: string): readonly Setting[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const below = path === '' ? name : `${path}.${name}`;
    if (child.type === 'object') return listBelow(child, below);
    const entries = child.type === 'array' ? listBelow(child.items ?? {}, `${below}[]`) : [];
    return [settingOf(child, below), ...entries];
  });
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
  if (node.type === 'boolean') return '`true` or `false`';
  if (node.type === 'array') return 'list';
  return node.path ? 'file or folder' : 'text';
}

/** `limits.headerSeconds` becomes `TONGGUI_LIMITS_HEADER_SECONDS`. */
function variableOf(path: string): string {
  const words = path.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('.', '_');
  return `TONGGUI_${words.toUpperCase()}`;
}
