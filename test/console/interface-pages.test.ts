import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const FILES = [
  'providers/interface-input',
  'providers/open-interfaces',
  'providers/interface-store',
  'providers/lifecycle',
  'console/api/interface-endpoints',
];

it('the console says in Chinese whatever the admin API says is wrong with an interface', () => {
  const said = FILES.flatMap((name) => {
    const text = readFileSync(join('src', `${name}.ts`), 'utf8');
    const literals =
      /(?:error|message): (['"])(.+?)\1|(?:\], |\? |: |refused\()(['"])([a-z0-9][^'\n]* [^\n]*?)\3/g;
    return [...text.matchAll(literals)].map((match) => match[2] ?? match[4]!);
  });
  expect(said.length).toBeGreaterThan(25);
  expect(said).toContain('draft: it must pass its test first');
  const pages = ['interface-faults.js', 'faults.js'].map((name) =>
    readFileSync(join('src', 'console', 'pages', name), 'utf8'),
  );
  expect([...new Set(said)].filter((text) => !pages.join('').includes(text))).toEqual([]);
});
