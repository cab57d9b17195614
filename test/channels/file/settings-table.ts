import { z } from 'zod';
import { fileSettings } from '../../../src/channels/file/settings.ts';

interface Node {
  readonly description?: string;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly default?: unknown;
}

/** The rows of the table of settings in docs/channels.md, section file. */
export function renderFileSettings(): string {
  const { items } = z.toJSONSchema(fileSettings, { io: 'input' }) as Node;
  return Object.entries(items!.properties!)
    .map(([name, { default: value, description }]) => {
      const shown = typeof value === 'number' ? `\`${value}\`` : '';
      return `| \`${name}\` | ${shown} | ${description} |`;
    })
    .join('\n');
}
