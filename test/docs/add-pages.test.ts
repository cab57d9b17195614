import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const PAGES = [
  ['docs/add-a-standard.md', 'test/contract/sixth-standard'],
  ['docs/add-a-channel.md', 'test/contract/sixth-channel'],
] as const;

describe.each(PAGES)('%s', (page, folder) => {
  const text = readFileSync(page, 'utf8');
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

  it('shows code that is really there', () => {
    const samples = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, sample]) => sample!);
    expect(samples.length).toBeGreaterThan(2);
    for (const sample of samples)
      expect(sources.some((source) => source.includes(sample)) || sample).toBe(true);
  });

  it('links to nothing that is not there', () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => join('docs', path!));
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
