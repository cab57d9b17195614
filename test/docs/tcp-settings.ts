import { z } from 'zod';
import { tcpSettings } from '../../src/channels/tcp/settings.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly default?: unknown;
}

/** The rows of the table of settings in docs/channels.md, section TCP. */
export function renderTcpSettings(): string {
  return rowsOf(z.toJSONSchema(tcpSettings, { io: 'input' }) as Node, '').join('\n');
}

function rowsOf(node: Node, above: string): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (child.properties) return rowsOf(child, `${above}${name}.`);
    const fallback = child.default === undefined ? '' : `\`${String(child.default)}\``;
    return [`| \`${above}${name}\` | ${fallback} | ${child.description} |`];
  });
}
