import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reply, startPartner } from '../outbound/partner.ts';
import { riskPoint } from '../support/s5.ts';
import { type Facts, type Served, serve } from './gateway.ts';
import { run } from './run.ts';

const SECRET = randomBytes(12).toString('base64url');
let served: Served;
let base: string;
beforeAll(async () => {
  served = await serve(['--json']);
  base = new URL((JSON.parse(served.out()) as Facts).exchange).origin;
  for (const [name, text] of Object.entries({ secret: SECRET, other: 'another-secret' }))
    writeFileSync(join(served.data, name), text);
  const settings = ['--standard', 's5', '--grant', '*:*:*:reveal', '--data', served.data];
  const added = await run([
    'app',
    'add',
    '--appid',
    'S5CLI',
    '--secret-from',
    join(served.data, 'secret'),
    ...settings,
  ]);
  expect(added).toMatchObject({ code: 0 });
});
afterAll(() => served.close());

function call(options: readonly string[], records: unknown = [], url = base) {
  const peer = ['--url', url, '--appid', 'S5CLI', '--secret-from', 'secret', '--standard', 's5'];
  return run(['call', ...peer, '--file', '-', ...options], {
    stdin: JSON.stringify(records),
    folder: served.data,
  });
}

const RISK = ['--resource', 'riskPoint', '--action'];

describe('call of S5', () => {
  it('adds by txcode and by resource, updates, asks and deletes', async () => {
    const [first, second] = [riskPoint(), riskPoint()];
    const ok = { code: 0, out: '{"status":"0","err":""}\n', err: '' };
    expect(await call(['--txcode', '0101', '--action', '01'], [first])).toEqual(ok);
    expect(await call([...RISK, '01'], [second])).toEqual(ok);
    expect(await call([...RISK, '02'], [{ ...second, riskName: '改' }])).toEqual(ok);
    const found = await call([...RISK, '04'], [{ riskNo: second['riskNo'] }]);
    expect(JSON.parse(found.out)).toMatchObject({ status: 'success', data: [{ riskName: '改' }], total: 1 });
    expect(await call([...RISK, '03'], [{ riskNo: first['riskNo'] }])).toEqual(ok);
  });

  it('prints JSON lines with the serial number, under which a message is written once', async () => {
    const again = [...RISK, '01', '--random', 'again-1', '--json'];
    const record = riskPoint();
    const first = await call(again, [record]);
    expect(JSON.parse(first.out)).toEqual({
      serialnumber: 'again-1',
      status: 200,
      answer: { status: '0', err: '' },
    });
    expect(await call(again, [record])).toEqual(first);
    const other = await call(again, [riskPoint()]);
    expect([other.code, JSON.parse(other.out).answer.status]).toEqual([1, '4005']);
  });

  it('sends batches by one token, and stops at the first that is refused', async () => {
    const records = [riskPoint(), riskPoint(), riskPoint({ riskType: '7' })];
    const sent = await call([...RISK, '01', '--batch', '1'], records);
    expect(sent).toMatchObject({ code: 1, err: 'stopped: 2 of 3 records were taken before this batch\n' });
    expect(sent.out.trim().split('\n')).toHaveLength(3);
  });

  it('tells that there is no token, and never its secret', async () => {
    const refused = await call([...RISK, '01', '--secret-from', 'other'], [riskPoint()]);
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^error: no token: "appid/),
    });
    expect(refused.err).not.toContain('another-secret');
  });

  it('ends with 3 when nobody answers, and lets no answer steer the terminal', async () => {
    const ended = await call([...RISK, '01'], [riskPoint()], 'http://127.0.0.1:1');
    expect(ended).toMatchObject({ code: 3, out: '', err: expect.stringContaining('ECONNREFUSED') });
    const answer = '{"access_token":"T","status":"1","err":"a\u009b31mb"}';
    const partner = await startPartner(reply('application/json', answer));
    const odd = await call([...RISK, '01'], [riskPoint()], new URL(partner.url).origin);
    await partner.close();
    expect(odd.code).toBe(1);
    expect(odd.out).toContain('a\\u009b31mb');
  });

  it.each([
    [['--action', '01'], '--standard s5 needs --resource or --txcode'],
    [[...RISK, '01', '--txcode', '0101'], '--standard s5 needs --resource or --txcode'],
    [['--txcode', '0101', '--action', '03'], '--txcode needs --action 01'],
    [[...RISK, '01', '--busicode', '120101'], '--busicode is not of s5'],
    [[...RISK, '01', '--profile', 'SM4'], 's5 signs and encrypts nothing'],
    [[...RISK, '01', '--standard', 's1', '--busicode', '120101'], '--resource and --txcode are of s5'],
    [['--action', '01', '--standard', 's1', '--profile', 'SM4'], '--standard s1 needs --busicode'],
    [['--action', '01', '--standard', 's1', '--busicode', '120101'], '--standard s1 needs --profile'],
  ])('ends with 2 and says why: %j', async (options, message) => {
    const ended = await call(options, []);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });
});
