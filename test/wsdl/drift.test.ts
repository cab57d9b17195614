import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { generatedWsdl } from './generated.ts';

const files = generatedWsdl();

it.each([...files.keys()])(
  'wsdl/%s is what the operations give (npx tsx scripts/write-wsdl.ts writes it anew)',
  (name) => {
    expect(readFileSync(`wsdl/${name}`, 'utf8')).toBe(files.get(name));
  },
);

it('wsdl/ holds nothing else', () => {
  expect(readdirSync('wsdl').sort()).toEqual([...files.keys()].sort());
});
