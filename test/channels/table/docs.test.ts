import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { tableSettings } from '../../../src/channels/table/settings.ts';

const [section] = /## 库表[\s\S]*?(?=\n## |$)/.exec(readFileSync('docs/channels.md', 'utf8'))!;

it('docs/channels.md shows settings that the channel takes', () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(section)!;
  expect(tableSettings.parse(parse(example!).channels.table)).toMatchObject([{ name: 'front' }]);
});

it('docs/channels.md tells every setting and its default', () => {
  const [settings] = tableSettings.parse([
    { name: 'n', application: 'A', database: { kind: 'sqlite', file: 'f' }, tables: {} },
  ]);
  const rows = new Map(
    [...section.matchAll(/^\| `(\w+)` \|([^|]*)\|/gm)].map(([, name, fallback]) => [name, fallback!.trim()]),
  );
  expect(rows.size - ['gap', 'late', 'repeat', 'malformed'].length).toBe(Object.keys(settings!).length);
  for (const [name, value] of Object.entries(settings!)) {
    expect([...rows.keys()]).toContain(name);
    if (typeof value === 'number') expect(rows.get(name)).toBe(String(value));
  }
});

it.each([
  [[]],
  [[{ name: 'a b', application: 'A', database: { kind: 'sqlite', file: 'f' } }]],
  [[{ name: 'a', application: 'A', database: { kind: 'postgres', url: 'mysql://db/x' } }]],
  [[{ name: 'a', application: 'A', database: { kind: 'postgres' } }]],
  [
    [
      {
        name: 'a',
        application: 'A',
        database: { kind: 'postgres', url: 'postgres://db/x', urlVariable: 'X' },
      },
    ],
  ],
  [[{ name: 'a', application: 'A', database: { kind: 'sqlite', file: 'f' }, polSeconds: 1 }]],
  [[1, 2].map(() => ({ name: 'a', application: 'A', database: { kind: 'sqlite', file: 'f' } }))],
])('refuses the settings %j', (settings) => {
  expect(tableSettings.safeParse(settings).success).toBe(false);
});
