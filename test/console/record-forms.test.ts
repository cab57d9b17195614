import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createRecordGate } from '../../src/assembly/record-gate.ts';
import type { RecordDeed, RecordField } from '../../src/console/records/record-forms.ts';
import type { Member } from '../../src/envelope/raw-message.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { createStandards } from '../../src/standards/standards.ts';
import { applicationOf } from '../contract/applications.ts';

const LIMITS = { records: 2000, busilistBytes: 1_000_000, pageSize: 2000, jsonDepth: 32 };
const standards = createStandards(LIMITS);
const rules = loadRules({ builtin: standards.map((standard) => standard.rules) });
const gate = createRecordGate({
  standards,
  services: standards.map((standard) => ({ ...standard, path: '/a/b', url: 'http://a/a/b' })),
  rules,
  exchange: () => Promise.reject(new Error('nothing is exchanged here')),
});
const EDITIONS = standards.flatMap((standard) =>
  Object.keys(standard.editions).map((edition) => ({ edition, standard })),
);
const INSTRUCTIONS: Readonly<Record<RecordDeed, object>> = {
  add: { kind: 'add' },
  full: { kind: 'add', full: true },
  modify: { kind: 'modify' },
  delete: { kind: 'delete' },
  query: { kind: 'query' },
};

describe.each(EDITIONS)('what can be chosen for an application of $edition', ({ edition, standard }) => {
  const application = applicationOf(edition, standard.editions[edition]!.profiles[0]!);
  const forms = gate.forms(application)!;

  it('is every kind of data that has an enabled rule file and a code, with the titles of its members', () => {
    const usable = rules
      .status()
      .filter((rule) => rule.standard === edition && !standard.unreachable?.(edition, rule.name));
    expect(forms.kinds.map(({ name }) => name)).toEqual(usable.map(({ name }) => name));
    for (const { codes, fields, criteria, primaryKey } of forms.kinds) {
      expect(codes.length).toBeGreaterThan(0);
      const required = fields.filter((field) => field.required).map(({ name }) => name);
      expect(required).toEqual(expect.arrayContaining([...primaryKey]));
      for (const field of [...fields, ...criteria]) expect(field.title).toMatch(/\p{Script=Han}|^ID$/u);
    }
  });

  it('means what it says: each code and call is that kind of data and that deed', () => {
    for (const { codes, name } of forms.kinds)
      for (const { code } of codes)
        for (const { deed, operation, members } of forms.calls) {
          const { inFiles } = standard.operations.find((one) => one.name === operation)!;
          const asked = forms.asked.map((field: RecordField) => [field.name, 'db1']);
          const texts: Record<string, string> = {
            [forms.kindMember]: code,
            ...Object.fromEntries(asked),
            ...members,
          };
          const all: [string, Member][] = [
            ...Object.entries(texts).map(([key, text]): [string, Member] => [key, { kind: 'text', text }]),
            [inFiles!.id, { kind: 'text', text: randomUUID() }],
            ...(inFiles!.rows ? [[inFiles!.rows, { kind: 'json', text: '[{}]' }] as [string, Member]] : []),
          ];
          const envelope = standard.decode({
            id: randomUUID(),
            wire: 'console',
            standard: standard.standard,
            operation,
            address: '/a/b',
            members: new Map(all),
            vouched: application.id,
            headers: {},
            peer: { address: '127.0.0.1' },
            receivedAt: new Date(),
            body: { bytes: 0, digest: '' },
          });
          const instruction = standard.interpret(envelope, application);
          expect(instruction).toMatchObject({ ruleSet: name, ...INSTRUCTIONS[deed] });
        }
  });

  it('is a question about key, indexed members, region and period', () => {
    for (const { name, criteria } of forms.kinds) {
      const { primaryKey, indexed, perOwner, region, timestamp } = rules.find(edition, name)!;
      const asked = new Set(criteria.map((field) => field.name));
      if (!perOwner) for (const key of primaryKey) expect(asked).toContain(key);
      for (const member of indexed) expect(asked).toContain(member);
      expect([asked.has('region'), asked.has('endTime')]).toEqual([Boolean(region), Boolean(timestamp)]);
    }
  });
});

it('nothing can be chosen for an application whose standard has no such form, and it has no address', () => {
  const stranger = applicationOf('open', 'TOKEN');
  expect([gate.forms(stranger), gate.service(stranger)]).toEqual([undefined, undefined]);
});
