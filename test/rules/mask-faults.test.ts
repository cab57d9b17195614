import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadRules } from '../../src/rules/load-rules.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { readItems } from '../../src/text/json.ts';

const FILE = { fromFile: true } as const;
const records = ['special-equipment', 'dual-prevention'].flatMap((standard) => {
  const rules = loadRules({ builtin: `src/standards/${standard}/rules` });
  return rules.status().flatMap(({ standard: edition, name, file }) => {
    const [good] = readRuleFile(readFileSync(file, 'utf8'))['x-examples'].good;
    return [{ kind: `${edition} ${name}`, rules: rules.find(edition, name)!, text: JSON.stringify(good) }];
  });
});
const sensitive = records.filter(({ rules, text }) => rules.mask(text) !== text);
const itemsOf = (text: string) => readItems(`[${text}]`);
const maskFaults = (
  { rules }: (typeof records)[number],
  text: string,
  source?: { readonly fromFile: boolean },
) =>
  rules
    .check(itemsOf(text), source)
    .filter(({ rule }) => rule === 'x-sensitive')
    .map(({ member }) => member);

describe('records that went out masked', () => {
  it('are there, to be tried', () => {
    expect(sensitive.length).toBeGreaterThan(10);
  });

  it.each(sensitive)('of $kind do not come in again by a file: each masked member is told', (one) => {
    const masked = one.rules.mask(one.text);
    const [before, after] = [JSON.parse(one.text), JSON.parse(masked)];
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(maskFaults(one, masked, FILE).sort()).toEqual(changed.sort());
  });

  it.each(records)('of $kind as they are stored do', (one) => {
    expect(maskFaults(one, one.text, FILE)).toEqual([]);
  });

  it('are not looked for in what machines send', () => {
    for (const one of sensitive) expect(maskFaults(one, one.rules.mask(one.text))).toEqual([]);
  });
});
