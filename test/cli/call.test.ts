import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reply, startPartner } from '../outbound/partner.ts';
import { type Facts, type Served, serve } from './gateway.ts';
import { run } from './run.ts';

let served: Served;
let facts: Facts;
beforeAll(async () => {
  served = await serve(['--demo', '--json']);
  facts = JSON.parse(served.out()) as Facts;
  writeFileSync(join(served.data, 'secret'), facts.demo.secret);
});
afterAll(() => served.close());

const RECORD = {
  equipmentCategory: '电梯',
  equipmentClass: '曳引与强制驱动电梯',
  equipmentVariety: '曳引驱动乘客电梯',
  equipmentName: '客梯 \' " <&>',
  productNumber: 'TG2024-0001',
  manufacturerName: '示例电梯制造有限公司',
  manufactureDate: '2024-03-15',
  useUnitName: '示例物业服务有限公司',
  useAddress: '示例市示例区示例路1号',
  registrationCertNo: '梯11苏A00001(24)',
  equipmentStatus: '在用',
  regionCode: '320000',
  updateTime: '2025-09-01 08:00:00',
};

function recordsOf(first: number, count: number): string {
  const keys = Array.from(
    { length: count },
    (_, index) => `311032000020241${String(first + index).padStart(5, '0')}`,
  );
  return JSON.stringify(keys.map((equipmentCode) => ({ equipmentCode, ...RECORD })));
}

function call(options: readonly string[], stdin = '', url = facts.exchange, watched = false) {
  const { appid, profile, standard } = facts.demo;
  const peer = ['--url', url, '--appid', appid, '--secret-from', 'secret', '--profile', profile];
  return run(['call', ...peer, '--standard', standard, '--busicode', '120101', ...options], {
    stdin,
    folder: served.data,
    watched,
  });
}

interface Line {
  readonly random: string;
  readonly verified: boolean;
  readonly datalist: {
    readonly result: string;
    readonly code?: string;
    readonly counts?: { readonly created: number };
  };
}

const linesOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe.each(['rest', 'soap11', 'soap12'])('call by %s', (protocol) => {
  const first = { rest: 1, soap11: 2, soap12: 3 }[protocol] ?? 0;

  it('adds records and prints the verified answer', async () => {
    const added = await call(['--protocol', protocol, '--action', '01', '--file', '-'], recordsOf(first, 1));
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(added.out)).toMatchObject({ result: '0001', counts: { created: 1 } });
  });

  it('ends with 1 when the gateway says no', async () => {
    const refused = await call(
      ['--protocol', protocol, '--action', '03', '--file', '-', '--json'],
      '[{"equipmentCode":"1"}]',
    );
    expect(refused.code).toBe(1);
    expect(linesOf(refused.out)).toMatchObject([{ verified: true, datalist: { result: '0000' } }]);
  });

  it('tells an authentication failure', async () => {
    writeFileSync(join(served.data, 'other'), '0123456789abcdeX');
    const refused = await call(['--protocol', protocol, '--action', '04', '--secret-from', 'other']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^error: the sign of the answer does not match/);
  });
});

describe('call', () => {
  it('sends a long file in batches and stops at the first that is refused', async () => {
    const good = await call(
      ['--action', '01', '--file', '-', '--batch', '40', '--json'],
      recordsOf(100, 100),
    );
    expect(good.code).toBe(0);
    expect(linesOf(good.out).map(({ datalist }) => datalist.counts?.created)).toEqual([40, 40, 20]);
    expect(new Set(linesOf(good.out).map(({ random }) => random)).size).toBe(3);
    const damaged = recordsOf(300, 90).replace('31103200002024100350', 'x');
    const bad = await call(['--action', '01', '--file', '-', '--batch', '40'], damaged);
    expect(bad).toMatchObject({ code: 1, err: 'stopped: 40 of 90 records were taken before this batch\n' });
  });

  it('shows its progress to somebody who watches, and only on standard error', async () => {
    const sent = await call(['--action', '01', '--file', '-'], recordsOf(1000, 700), facts.exchange, true);
    expect(sent.code).toBe(0);
    expect(sent.err).toMatch(/100% \| \d+\/\d+ bytes/);
    expect(JSON.parse(sent.out)).toMatchObject({ counts: { created: 700 } });
    const batches = ['--action', '01', '--file', '-', '--batch', '10'];
    const inBatches = await call(batches, recordsOf(2000, 20), facts.exchange, true);
    expect(inBatches.err).toContain('20/20 records');
  });

  it('sends the same message again with --random, and it is written once', async () => {
    const again = ['--action', '01', '--file', '-', '--random', 'again-1', '--json'];
    const first = await call(again, recordsOf(500, 1));
    expect(await call(again, recordsOf(500, 1))).toEqual(first);
    expect((await call([...again, '--batch', '1'], recordsOf(500, 2))).code).toBe(2);
  });

  it('ends with 3 when nobody answers', async () => {
    const ended = await call(['--action', '04'], '', 'http://127.0.0.1:1/x');
    expect(ended).toMatchObject({ code: 3, out: '', err: expect.stringContaining('ECONNREFUSED') });
  });

  it('says how to send again what may have arrived', async () => {
    const partner = await startPartner((response) => response.destroy());
    const ended = await call(['--action', '01'], '', partner.url);
    await partner.close();
    expect(ended).toMatchObject({ code: 3, err: expect.stringMatching(/--random [0-9a-f-]{36}/) });
  });

  it('does not pass on an answer that is not genuine', async () => {
    const forged = '{"appid":"a","datalist":{"result":"0001","x":"\u001b[31m"},"random":"r","sign":"00"}';
    const partner = await startPartner(reply('application/json', forged.replace('\u001b', '\\u001b')));
    const ended = await call(['--action', '04'], '', partner.url);
    await partner.close();
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toContain('does not match');
    expect(ended.err).not.toContain('\u001b');
  });

  it.each([
    [['--action', '05']],
    [['--action', '04', '--file', 'none.json']],
    [['--action', '04', '--url', 'ftp://x']],
    [['--action', '04', '--url', 'http://me:pw@x']],
    [['--action', '04', '--profile', 'SM2']],
    [['--action', '04', '--cipher', 'SM4-CBC']],
    [['--action', '04', '--username', 'me']],
    [['--action', '04', '--batch', '0']],
    [['--action', '04', '--secret-from', '-', '--file', '-']],
  ])('refuses %j before anything is sent', async (options) => {
    const ended = await call(options);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).not.toBe('');
  });

  it('refuses records that are no array of objects, saying where', async () => {
    const ended = await call(['--action', '01', '--file', '-'], '[{},\n 1]');
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('line 2') });
  });
});

describe('call by an application that encrypts', () => {
  it('encrypts the records and opens the answer', async () => {
    const key = join(served.data, 'cipher');
    writeFileSync(key, '00112233445566778899aabbccddeeff');
    const settings = ['--standard', 's1', '--profile', 'SM4', '--grant', '*:*:*', '--data', served.data];
    const cipher = ['--cipher', 'SM4-CBC-HMAC-SM3', '--cipher-key-from', key];
    const secret = ['--secret-from', join(served.data, 'secret')];
    expect(await run(['app', 'add', '--appid', 'ENC1', ...secret, ...settings, ...cipher])).toMatchObject({
      code: 0,
    });
    const asEncrypting = ['--appid', 'ENC1', '--action', '01', '--file', '-', ...cipher];
    const added = await call(asEncrypting, recordsOf(700, 1));
    expect(JSON.parse(added.out)).toMatchObject({ result: '0001' });
    writeFileSync(key, '00112233445566778899aabbccddee00');
    const other = await call(asEncrypting, recordsOf(701, 1));
    expect(other).toMatchObject({ code: 1, out: '', err: expect.stringContaining('cannot be decrypted') });
  });
});
