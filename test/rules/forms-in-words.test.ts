import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadRules } from '../../src/rules/load-rules.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';

const FOLDERS = ['special-equipment', 'dual-prevention'].map((name) => `src/standards/${name}/rules`);
const files = loadRules({ builtin: FOLDERS })
  .status()
  .map(({ standard, name, file }) => ({ standard, name, content: readRuleFile(readFileSync(file, 'utf8')) }));

/** Every schema below a value that has an expression, by its path. */
function patterned(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'pattern' in value && typeof value.pattern === 'string';
  const below = Object.entries(value).filter(([name]) => name !== 'x-examples');
  return [
    ...(own ? [[path, 'description' in value ? value.description : undefined] as const] : []),
    ...below.flatMap(([name, inner]) => patterned(inner, `${path}/${name}`)),
  ];
}

describe.each(files)('$standard/$name', ({ content }) => {
  it('has Chinese words for every form, so that no caller reads an expression', () => {
    for (const [path, words] of patterned(content))
      expect({ path, words }).toEqual({
        path,
        words: expect.stringMatching(/^[^^$\\[\]]*\p{Script=Han}[^^$\\[\]]*$/u),
      });
  });
});
