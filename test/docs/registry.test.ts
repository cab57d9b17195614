import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { UDDI_ERRORS, UddiError, type UddiErrorCode } from '../../src/registry/uddi-error.ts';
import { checkStructure } from '../../src/registry/wire/check-structure.ts';
import { dispositionOf, statusOf } from '../../src/registry/wire/disposition.ts';
import { findMessage } from '../../src/registry/wire/message-forms.ts';
import { readQuery } from '../../src/registry/wire/read-query.ts';

const page = readFileSync('docs/registry.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `E_'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/registry.md', () => {
  it('tells every code with its number and status', () => {
    expect(rows.length).toBeGreaterThan(10);
    const told = rows.flatMap(([, codes, numbers, status]) => {
      const each = numbers!.split(', ').map(Number);
      return codes!
        .split(', ')
        .map((code, index) => [code.replaceAll('`', ''), each[index]!, Number(status)] as const);
    });
    for (const [code, number, status] of told) {
      expect(UDDI_ERRORS[code as UddiErrorCode]).toBe(number);
      const cause = status === 500 ? new Error('disk') : undefined;
      expect([code, statusOf(dispositionOf(new UddiError(code as UddiErrorCode, '', cause)))]).toEqual([
        code,
        status,
      ]);
    }
  });

  it('shows JSON messages that are what they must be', () => {
    const samples = [...page.matchAll(/registry\/([a-z]+_[A-Za-z]+) .*?-d '([^']+)'/gs)];
    expect(samples.map(([, name]) => name)).toEqual(['get_authToken', 'save_business', 'save_service']);
    for (const [, name, text] of samples)
      checkStructure(JSON.parse(text!), findMessage(name!)!.form.request, name!);
  });

  it('names the questions that an address takes', () => {
    const filters = [...page.matchAll(/^\| `(businesses|services|bindings|tmodels)` \|(.*)$/gm)];
    expect(filters).toHaveLength(4);
    for (const [, kind, cells] of filters) {
      const [name, bags, tmodel, others] = cells!.split('|').map((cell) => cell.trim());
      const told = [
        name === '' ? [] : ['name'],
        bags === 'both' ? ['category', 'identifier'] : bags!.replaceAll('`', '').split(' ').filter(Boolean),
        tmodel === '' ? [] : ['tmodel'],
        [...others!.matchAll(/`(\w+)`/g)].map(([, filter]) => filter!),
      ].flat();
      const taken = [
        'name',
        'category',
        'identifier',
        'tmodel',
        'business',
        'service',
        'qualifier',
        'maxRows',
      ].filter((filter) => takes(kind!, filter));
      expect([kind, told.sort()]).toEqual([kind, taken.sort()]);
    }
  });

  it('names sources that are there', () => {
    for (const [, path] of page.matchAll(/`(src\/[^`]+)`/g)) expect(existsSync(path!)).toBe(true);
  });
});

function takes(kind: string, filter: string): boolean {
  const value = filter === 'maxRows' ? '1' : 'a=b';
  try {
    readQuery({ path: `/registry/${kind}`, query: new URLSearchParams([[filter, value]]) });
    return true;
  } catch {
    return false;
  }
}
