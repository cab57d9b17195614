import { describe, expect, it } from '@jest/globals';
import { readTemplate } from '../../../src/channels/file/name-template.ts';
import { serviceMisfits } from '../../../src/channels/file/service-misfits.ts';
import { fileSettings } from '../../../src/channels/file/settings.ts';
import { OPERATIONS } from '../../../src/standards/dual-prevention/operations.ts';
import { EXCHANGE_OPERATION } from '../../../src/standards/special-equipment/operations.ts';
import { SERVICE } from '../../contract/service.ts';

const FOLDER = { name: 'in', folder: '/srv/in', standard: 'dual-prevention' };
const SERVICES = [
  { standard: 'dual-prevention', operations: Object.values(OPERATIONS) },
  { standard: 'special-equipment', operations: [EXCHANGE_OPERATION] },
  SERVICE,
];
const misfits = (more: object) => {
  const [folder] = fileSettings.parse([{ ...FOLDER, ...more }]);
  return serviceMisfits(folder!, SERVICES);
};

describe('settings of the file channel', () => {
  it.each([
    [[]],
    [[{ ...FOLDER, name: 'a b' }]],
    [[{ ...FOLDER, quietSecond: 1 }]],
    [[{ ...FOLDER, fileName: '{a}-{a}' }]],
    [[{ ...FOLDER, fileName: 'a/{b}' }]],
    [[{ ...FOLDER, fileName: '{a}', members: { a: '1' } }]],
    [[FOLDER, { ...FOLDER, folder: '/srv/other' }]],
    [[FOLDER, { ...FOLDER, name: 'other', folder: '/srv/x/../in/' }]],
  ])('refuses %j', (settings) => {
    expect(fileSettings.safeParse(settings).success).toBe(false);
  });

  it('tells which operations stand in files where the standard has several', () => {
    expect(misfits({})).toEqual([
      '.operation: expected an operation of dual-prevention that stands in files (syndata, addObjects, deleteObjects, updateObjects, getObjects), got none',
    ]);
    expect(misfits({ operation: 'token' })).toEqual([expect.stringMatching(/^\.operation: .*got "token"$/)]);
    expect(misfits({ operation: 'getObjects' })).toEqual([]);
  });

  it('needs no operation where only one has records', () => {
    expect(misfits({ standard: 'special-equipment' })).toEqual([]);
  });

  it('tells a standard that nobody speaks, and one whose messages never stand in files', () => {
    expect(misfits({ standard: 'none' })).toEqual([expect.stringMatching(/^\.standard: .*got "none"$/)]);
    expect(misfits({ standard: 'contract' })).toEqual([
      '.standard: expected a standard whose messages stand in files, got "contract"',
    ]);
  });

  it('tells members that the operation has not, and its records', () => {
    const wanted = { operation: 'addObjects', members: { regionn: '1', data: '[]' }, fileName: '{batch}-{}' };
    expect(misfits(wanted)).toEqual([
      expect.stringMatching(/^\.members\.regionn: expected a member of addObjects \(serialnumber, /),
      expect.stringMatching(/^\.members\.data: /),
      expect.stringMatching(/^\.fileName: .*got "batch"$/),
    ]);
    const fits = { members: { distributedStorageIdentifier: 'x' }, fileName: '{resourceIdentifier}-{}' };
    expect(misfits({ operation: 'addObjects', ...fits })).toEqual([]);
    // A question names members of the records that it asks for.
    expect(misfits({ operation: 'getObjects', members: { riskNo: '1' } })).toEqual([]);
  });
});

describe('a template of names', () => {
  const found = (template: string, name: string) => {
    const members = readTemplate(template)!.match(name);
    return members && Object.fromEntries(members);
  };
  it.each([
    ['{a}-{}', 'riskPoint-2024-05', { a: 'riskPoint' }],
    ['{a}-{}', 'riskPoint-', { a: 'riskPoint' }],
    ['{a}-{}', 'riskPoint', undefined],
    ['{a}-{}', '-x', undefined],
    ['{a}-{}', 'risk.Point-x', undefined],
    ['台账_{a}_{b}', '台账_x_y_z', { a: 'x', b: 'y_z' }],
    ['{}_{a}', 'p_q_r', { a: 'q_r' }],
    ['{a}.x', 'b.x', { a: 'b' }],
    ['{a}.x', 'b.x.x', undefined],
    ['plain', 'plain', {}],
    ['plain', 'plainer', undefined],
  ])('%s and %s', (template, name, members) => {
    expect(found(template, name)).toEqual(members);
  });

  it('takes no longer for a name that almost fits', () => {
    const begun = performance.now();
    expect(found(`${'{}-'.repeat(60)}x`, '-'.repeat(250))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(50);
  });
});
