import { resolve } from 'node:path';
import { z } from 'zod';
import { STANDALONE_CHANNELS } from './channels.ts';
import type { ChannelSettings } from './start-channels.ts';

/** What is read of a JSON Schema; `path` marks a text that names a file. */
interface Node {
  readonly path?: boolean;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** The same settings with every file absolute, as seen from a folder; what is no file stays as it is written. */
export function placeFiles(
  settings: ChannelSettings,
  folder: string,
  known = STANDALONE_CHANNELS,
): ChannelSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, part]) => {
      const channel = known.find((candidate) => candidate.name === name);
      if (!channel) return [name, part];
      return [name, placeBelow(part, z.toJSONSchema(channel.settings, { io: 'input' }) as Node, folder)];
    }),
  );
}

function placeBelow(value: unknown, node: Node, folder: string): unknown {
  if (typeof value === 'string') return node.path ? resolve(folder, value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => placeBelow(entry, node.items ?? {}, folder));
  const { properties = {} } = node;
  const own = Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, placeBelow(child, properties[name] ?? {}, folder)]),
  );
  const alternatives = node.anyOf ?? node.oneOf ?? [];
  return alternatives.reduce<unknown>((placed, form) => placeBelow(placed, form, folder), own);
}
