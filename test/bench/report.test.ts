import { describe, expect, it } from '@jest/globals';
import { mediationTable } from '../../bench/mediation.ts';
import { isAccepted, Messages } from '../../bench/messages.ts';
import { measureRegistry, registryLines } from '../../bench/registry.ts';

describe('bench', () => {
  it('tells what a mediated call adds, and whether the aim is met', () => {
    const direct = { p50: 0.5, p99: 1.25 };
    const figures = { direct, mediated: { p50: 1.2, p99: 3 }, ratio: 2.4, errors: 0 };
    const lines = mediationTable([
      { ...figures, title: 'mediation: query', added: 0.7, met: true },
      { ...figures, title: 'mediation: add', added: 1.6, met: false, errors: 2 },
      { ...figures, title: 'mediation: 2,000 records', added: 9 },
    ]);
    expect(lines.slice(2)).toEqual([
      '| query | 2.40 | 0.70 | ≤ 1.5 ms: met | 0.50 / 1.25 | 1.20 / 3.00 | 0 |',
      '| add | 2.40 | 1.60 | ≤ 1.5 ms: not met | 0.50 / 1.25 | 1.20 / 3.00 | 2 |',
      '| 2,000 records | 2.40 | 9.00 |  | 0.50 / 1.25 | 1.20 / 3.00 | 0 |',
    ]);
    expect(mediationTable([])).toEqual([]);
  });

  it('measures finds beside an array scan, saves, and how long a registry takes to open', async () => {
    const result = await measureRegistry(500);
    const finds = result.figures.filter(({ scan }) => scan !== undefined);
    expect(finds).toHaveLength(5);
    for (const { p50, p99, scan, ratio } of finds) {
      expect(p50).toBeLessThanOrEqual(p99);
      expect(ratio).toBeCloseTo(scan! / p50);
    }
    const lines = registryLines(result);
    expect(lines[0]).toContain('Registry of 500 services');
    expect(lines.at(-1)).toMatch(/^- Opening a registry of 500 services: \d+\.\d s\.$/);
  });

  it('takes an answer for good by its result, not by digits that a record may hold', () => {
    const partner = { appid: 'A', secret: '0'.repeat(32), standard: 's1', profile: 'HMAC-SM3' } as const;
    const record = new Messages(partner, '/').record();
    const answer = (result: string) => JSON.stringify({ datalist: { result, busilist: [record] } });
    expect(JSON.stringify(record)).toContain('0001');
    expect(isAccepted(answer('0001'))).toBe(true);
    expect(isAccepted(answer('0001').replaceAll('"', '&quot;'))).toBe(true);
    expect(isAccepted(answer('0000'))).toBe(false);
  });
});
