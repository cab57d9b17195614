import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { SAMPLES } from '../attachments/sample-files.ts';
import { type FormPart, formBody, part } from '../channels/multipart/form.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addProvider, call, objectsPath, type S5Answer, soapCall, tokenOf } from '../support/s5.ts';

const UPLOAD = '/jsdspcloud/servlet/upload';
const BOUNDARY = 'tonggui-test';

/** 安全培训 */
const GBK = Buffer.from('b0b2c8abc5e0d1b5', 'hex');

let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  gateway = await startTestGateway({
    services: [{ standard: 'dual-prevention', service: 'jsdspcloud', interFlag: 'services' }],
    attachments: { bytes: 200_000 },
  });
  token = await tokenOf(gateway, await addProvider(gateway));
});
afterAll(() => gateway.stop());

function send(parts: readonly FormPart[], boundary = BOUNDARY): Promise<S5Answer> {
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return call(gateway, UPLOAD, formBody(BOUNDARY, parts), type);
}

function upload(content: Buffer, name: string, access_token = token): Promise<S5Answer> {
  return send([part('access_token', access_token), part('file', content, name)]);
}

async function uploaded(content: Buffer, name: string, access_token = token): Promise<string> {
  const { body } = await upload(content, name, access_token);
  expect(body).toMatchObject({ status: '0', err: '' });
  return body.url as string;
}

const download = (url: string, access_token = token) => call(gateway, `${url}?access_token=${access_token}`);
const contents = () => readdirSync(join(gateway.data, 'attachments')).sort();

describe('uploading a file', () => {
  it('answers its address, where it is found again byte for byte, to be saved and not shown', async () => {
    const content = SAMPLES.png();
    const url = await uploaded(content, '培训照片.png');
    const answer = await fetch(new URL(`${url}?access_token=${token}`, gateway.exchangeUrl));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('培训照片.png')}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  it('works with a form as fetch makes it, and a token in the header', async () => {
    const form = new FormData();
    form.set('file', new File([new Uint8Array(SAMPLES.pdf())], '签到表.pdf'));
    const { body } = await call(gateway, UPLOAD, form, { authorization: `Bearer ${token}` });
    expect(body).toMatchObject({
      status: '0',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/jsdspcloud\/servlet\/file\/[0-9a-f-]{36}$/),
    });
  });

  it('needs a token that is right', async () => {
    const before = contents();
    expect((await upload(SAMPLES.gif(), 'a.gif', 'x'.repeat(43))).body.status).toBe('3012');
    expect((await send([part('file', SAMPLES.gif(), 'a.gif')])).body.status).toBe('3012');
    expect(contents()).toEqual(before);
  });

  it('needs the grant for it', async () => {
    const reader = await tokenOf(gateway, await addProvider(gateway, { grants: ['attachment:04:*'] }));
    expect((await upload(SAMPLES.gif(), 'a.gif', reader)).body.status).toBe('4001');
  });

  it('counts towards the bytes agreed for one exchange', async () => {
    const small = await tokenOf(gateway, await addProvider(gateway, { quota: { bytes: 1024 } }));
    expect((await upload(Buffer.alloc(1024, 'a'), 'a.txt', small)).body.status).toBe('0');
    expect((await upload(Buffer.alloc(1025, 'a'), 'a.txt', small)).body.status).toBe('4007');
  });

  it('is audited with id, size and digest of the file', async () => {
    const url = await uploaded(Buffer.from('audited'), 'a.txt');
    const { body } = await gateway.admin('GET', '/api/log?event=EXCHANGE_ACCEPTED&action=05&size=1');
    const detail = JSON.parse(body.entries[0].detail);
    expect(detail).toEqual({
      file: url.split('/').at(-1),
      bytes: 7,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('takes no file in JSON, and no two at once', async () => {
    const json = await call(gateway, UPLOAD, { access_token: token, file: 'x' });
    expect(json.body.err).toContain('file');
    const two = await send([part('access_token', token), part('a', 'x', 'a.txt'), part('b', 'x', 'b.txt')]);
    expect(two.body.err).toContain('file');
  });
});

describe('a record that names a file', () => {
  const WARNING = /^附件地址所指的文件不存在：/;
  const planned = (fileName: string) => ({
    planNo: `P${Date.now()}${Math.round(Math.random() * 1e6)}`,
    planName: '研讨会',
    startDate: '2023-07-08',
    endDate: '2023-08-18',
    fileName,
  });
  const add = async (fileName: string, access_token = token) =>
    (await call(gateway, objectsPath('addObjects', 'trainInfo'), { access_token, data: [planned(fileName)] }))
      .body;
  const NONE = '00000000-0000-4000-8000-000000000000';

  it('by the address that the upload answered is taken as it is', async () => {
    const url = await uploaded(SAMPLES.pdf(), '签到表.pdf');
    expect(await add(url)).toEqual({ status: '0', err: '' });
    expect(await add(`${url}，${new URL(url).pathname}`)).toEqual({ status: '0', err: '' });
  });

  it('that is not there, or not its sender’s, is taken with a warning', async () => {
    const url = await uploaded(SAMPLES.pdf(), '签到表.pdf');
    const stranger = await tokenOf(gateway, await addProvider(gateway));
    const { origin } = new URL(url);
    for (const body of [
      await add(`/jsdspcloud/servlet/file/${NONE}`),
      await add(`${url},${origin}/jsdspcloud/servlet/file/${NONE}?x=1`),
      await add(url, stranger),
    ])
      expect(body).toEqual({ status: '0', err: '', warnings: [expect.stringMatching(WARNING)] });
  });

  it.each([
    '附件地址',
    `https://files.example/jsdspcloud/servlet/file/${NONE}`,
    'https://files.example/a.pdf',
    `说明/jsdspcloud/servlet/file/${NONE}`,
  ])('elsewhere passes untouched: %s', async (fileName) => {
    expect(await add(fileName)).toEqual({ status: '0', err: '' });
  });
});

describe('giving a file back', () => {
  it('to its owner; to others only by a grant that reveals all regions', async () => {
    const url = await uploaded(SAMPLES.jpg(), 'a.jpg');
    const statusFor = async (...grants: readonly string[]) => {
      const other = await tokenOf(gateway, await addProvider(gateway, { grants }));
      const { headers, body } = await download(url, other);
      return headers.get('content-type') === 'image/jpeg' ? 'file' : body.status;
    };
    expect(await statusFor('attachment:04:*:reveal')).toBe('file');
    expect(await statusFor('attachment:04:*')).toBe('4009');
    expect(await statusFor('attachment:04:320500:reveal')).toBe('4009');
    expect(await statusFor('riskPoint:*:*:reveal')).toBe('4001');
  });

  it('of which nobody knows anything is told just as one that is another’s', async () => {
    const url = await uploaded(SAMPLES.doc(), 'a.doc');
    const other = await tokenOf(gateway, await addProvider(gateway));
    const foreign = await download(url, other);
    const unknown = await download('/jsdspcloud/servlet/file/00000000-0000-4000-8000-000000000000', other);
    expect(foreign.text).toBe(unknown.text);
  });
});

describe('a file that no record names', () => {
  it('is cleared away once its days are over, and the audit says so', async () => {
    const data = mkdtempSync(join(tmpdir(), 'tonggui-test-'));
    const open = () => startTestGateway({ data });
    const first = await open();
    const form = new FormData();
    form.set('file', new File([new Uint8Array(SAMPLES.pdf())], '签到表.pdf'));
    const provider = await addProvider(first);
    const { body } = await call(first, UPLOAD, form, {
      authorization: `Bearer ${await tokenOf(first, provider)}`,
    });
    await first.stop();
    const database = new DatabaseSync(join(data, 'tonggui.db'));
    database.exec("update attachment set created_at = '2020-01-01T00:00:00.000Z'");
    database.exec("delete from fact where name = 'attachments.judged'");
    database.close();
    const second = await open();
    const log = async () => (await second.admin('GET', '/api/log?event=ATTACHMENTS_FORGOTTEN')).body.entries;
    for (let turn = 0; turn < 50 && (await log()).length === 0; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(JSON.parse((await log())[0].detail)).toEqual({
      count: 1,
      files: [
        {
          id: body.url.split('/').at(-1),
          owner: provider.appid,
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    });
    await second.stop();
    rmSync(data, { recursive: true, force: true });
  });
});

describe('F03: hostile names', () => {
  it.each([
    ['../../x', 'x'],
    ['..\\..\\windows\\win.ini.txt', 'win.ini.txt'],
    ['CON.txt', '_CON.txt'],
    ['cafe\u0301.txt', 'caf\u00e9.txt'],
    ['caf\u00e9.txt', 'caf\u00e9.txt'],
    ['表'.repeat(98), '表'.repeat(98)],
  ])('%j is kept as data, never as a path', async (sent, shown) => {
    const before = contents();
    const text = Buffer.from(`name ${sent.length}`);
    const answer = await download(await uploaded(text, sent));
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent(shown)}`,
    );
    expect(
      contents()
        .filter((name) => !before.includes(name))
        .every((name) => /^[0-9a-f]{64}$/.test(name)),
    ).toBe(true);
  });

  it.each([
    ['NUL', 'a\0.txt', 'MALFORMED'],
    ['CR', 'a\r.txt', 'MALFORMED'],
    ['300 letters', `${'a'.repeat(300)}.txt`, 'BAD_PAYLOAD'],
    ['an ending that lies', 'a.html', 'BAD_PAYLOAD'],
  ])('%s is refused', async (_, name, code) => {
    const status = { MALFORMED: '1004', BAD_PAYLOAD: '4003' }[code];
    expect((await upload(Buffer.from('text'), name)).body.status).toBe(status);
  });
});

describe('hostile bodies', () => {
  it.each([
    ['HTML', Buffer.from('<html><script>alert(1)</script>'), 'a.txt', '4003'],
    ['SVG', Buffer.from('<svg onload="alert(1)"/>'), 'a.svg', '4003'],
    ['a program', Buffer.from('MZ\x90\0', 'latin1'), 'a.pdf', '4003'],
    ['a script', Buffer.from('alert(1)'), 'a.js', '4003'],
    ['too much', Buffer.alloc(200_001, 'a'), 'a.txt', '1005'],
    ['nothing', Buffer.alloc(0), 'a.txt', '4003'],
    ['a text in GBK', GBK, 'a.txt', '4003'],
  ])('%s is refused and not kept', async (_, content, name, status) => {
    const before = contents();
    expect((await upload(content, name)).body.status).toBe(status);
    expect(contents()).toEqual(before);
  });

  it('a text in GBK is told what to do', async () => {
    expect((await upload(GBK, '说明.txt')).body.err).toBe(
      '文本文件应为UTF-8编码，此文件像是GBK编码，请另存为UTF-8后再上传',
    );
    const other = await upload(Buffer.from([0xff, 0xff, 0x41]), 'a.txt');
    expect(other.body.err).toBe('文本文件应为UTF-8编码，请另存为UTF-8后再上传');
  });

  it('a form without its end, without its boundary, or with 1,000 parts is refused, each attempt audited', async () => {
    const good = formBody(BOUNDARY, [part('access_token', token), part('file', SAMPLES.pdf(), 'a.pdf')]);
    const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const many = Array.from({ length: 1000 }, (_, index) => part(`p${index}`, ''));
    const answers = [
      await call(gateway, UPLOAD, good.subarray(0, -10), type),
      await call(gateway, UPLOAD, good, { 'content-type': 'multipart/form-data' }),
      await send(many),
    ];
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(Array(3).fill([400, '1004']));
    const { body } = await gateway.admin('GET', '/api/log?event=EXCHANGE_REFUSED&size=3');
    expect(body.entries.map((entry: any) => entry.reason)).toEqual([
      'TOO_MANY_PARTS',
      'BOUNDARY',
      'TRUNCATED',
    ]);
  });

  it('a body shorter than its length is waited for, then dropped, and hurts nobody', async () => {
    const { hostname, port } = new URL(gateway.exchangeUrl);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => socket.destroy());
    socket.write(
      `POST ${UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n\r\n--${BOUNDARY}\r\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await uploaded(SAMPLES.pdf(), 'after.pdf');
  });

  it('a form for an operation that takes no file is no wire form of it', async () => {
    const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const body = formBody(BOUNDARY, [
      part('access_token', token),
      part('txcode', '0101'),
      part('data', '[]'),
    ]);
    const answer = await call(gateway, '/jsdspcloud/servlet/syndata', body, type);
    expect([answer.status, answer.body.status]).toEqual([415, '1003']);
  });

  it('SOAP offers no upload', async () => {
    expect((await soapCall(gateway, 'upload', { access_token: token })).status).not.toBe(200);
  });
});
