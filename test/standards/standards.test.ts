import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema.ts';
import { checkStandards, createStandards } from '../../src/standards/standards.ts';

const { limits, services } = configSchema.parse({});

describe('the standards', () => {
  it('have names, editions and namespaces of their own, and each is served by default', () => {
    const standards = createStandards(limits);
    const names = standards.map(({ standard }) => standard);
    const editions = standards.flatMap((standard) => Object.keys(standard.editions));
    for (const all of [names, editions, standards.map(({ namespace }) => namespace)])
      expect(new Set(all).size).toBe(all.length);
    expect(services.map(({ standard }) => standard)).toEqual(names);
  });

  it("take their operators' settings", () => {
    const txcodes = { '0301': 'trainInfo' };
    const [, dualPrevention] = createStandards(limits, { 'dual-prevention': { txcodes } });
    expect(JSON.stringify(dualPrevention!.chapters)).toContain('0301');
  });

  it.each([
    [{}, undefined],
    [{ 'dual-prevention': { txcodes: { '0301': 'ownKind' } } }, undefined],
    [
      { 'dual-prevention': { txcodes: { '0101': 'comInfo' } } },
      'standards.dual-prevention.txcodes.0101: a txcode that Table A.1 does not know',
    ],
    [
      { 'dual-prevention': { txcodes: { '31': 'comInfo' } } },
      'standards.dual-prevention.txcodes.31: four digits',
    ],
    [{ 'dual-prevention': { txcodes: { '0301': '../x' } } }, 'standards.dual-prevention.txcodes.0301: the'],
    [{ 'dual-prevention': { txcode: {} } }, 'standards.dual-prevention: '],
    [{ dualPrevention: {} }, 'standards.dualPrevention: '],
  ])('say of the settings %j what is wrong: %s', (settings, beginning) => {
    const faults = checkStandards(settings);
    if (beginning === undefined) expect(faults).toEqual([]);
    else expect(faults).toEqual([expect.stringMatching(`^${beginning.replaceAll('.', '\\.')}`)]);
  });
});
