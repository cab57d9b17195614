import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifySign } from '../../src/crypto/sign-profiles.ts';
import { signRequest } from '../../src/crypto/sign-request.ts';
import type { SignSettings } from '../../src/envelope/application.ts';
import type { Member } from '../../src/envelope/raw-message.ts';
import { FILE_FORMATS, type FileFormat, type Sheet } from '../../src/record-files/record-file.ts';
import { recordMessage } from '../../src/record-files/record-message.ts';
import { REQUEST_SIGNED } from '../../src/standards/special-equipment/members.ts';
import { fileOf, S1, SPECIAL_EQUIPMENT } from './origin.ts';

const SETTINGS: SignSettings = {
  profile: 'HMAC-SM3',
  order: 'table',
  lenientCase: false,
  keys: [{ value: 'cdcJeaXje3q6GKnp' }],
};
const COLUMNS = ['设备代码', '设备名称', 'remark', '1'];
const HEAD = { appid: 'PARTNER01', busicode: '120101', action: '01', random: '9b2f6c1e-6d0f' };

/** The same message as a partner signs it for REST: JSON.stringify of its records, made without our code. */
function signForRest(rows: readonly (readonly string[])[]): string {
  const records = rows.map((row) => {
    const members = COLUMNS.map((name, at) => [name, row[at]!] as const).filter(([, value]) => value !== '');
    return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  });
  const texts = Object.entries({ ...HEAD, busilist: `[${records.join(',')}]` });
  const members = texts.map(([name, text]): [string, Member] => [name, { kind: 'text', text }]);
  return signRequest(new Map(members), REQUEST_SIGNED, SETTINGS).get('sign')!.text;
}

async function verdictOf(format: FileFormat, sheet: Sheet) {
  const { raw } = await recordMessage(await fileOf(format, sheet), S1);
  expect(raw.unreadable).toBeUndefined();
  const { proof } = SPECIAL_EQUIPMENT.decode(raw);
  return proof.kind === 'sign' && verifySign(proof.fields, proof.sign!, SETTINGS, new Date());
}

const cell = fc.oneof(
  fc.constantFrom(
    '0101',
    '-5',
    '=cmd',
    "'=cmd",
    '\r\n"',
    'a\tb',
    ' 1.50 ',
    '',
    '、',
    '\u{20bb7}',
    '/\\b',
    '２０２６',
  ),
  fc.string({ maxLength: 8 }),
);
const rows = fc.array(fc.tuple(fc.constant('31102001202004001'), cell, cell, cell), {
  minLength: 1,
  maxLength: 4,
});

describe.each(FILE_FORMATS)('the sign of a message in %s', (format) => {
  it('is the sign that the same message has over REST', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (records) => {
        const head = Object.entries({ ...HEAD, sign: signForRest(records) });
        expect(await verdictOf(format, { head, columns: COLUMNS, rows: records })).toBe('match');
      }),
      { numRuns: 30 },
    );
  });

  it('is wrong as soon as one character of one cell is another', async () => {
    const head = Object.entries({
      ...HEAD,
      sign: signForRest([['31102001202004001', '客运索道', '0101', '']]),
    });
    const changed = { head, columns: COLUMNS, rows: [['31102001202004001', '客运索道', '101', '']] };
    expect(await verdictOf(format, changed)).toBe('mismatch');
  });
});
