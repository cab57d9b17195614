import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createOperationalLog, type LogFacts, type LogLevel } from '../src/assembly/operational-log.ts';

type Line = readonly [level: LogLevel, message: string, facts?: LogFacts];

async function write(lines: readonly Line[], level: LogLevel = 'info'): Promise<string> {
  const stream = new PassThrough();
  const log = createOperationalLog({ level, stream });
  for (const line of lines) log.log(...line);
  await log.close();
  stream.end();
  return text(stream);
}

async function writeOne(...line: Line): Promise<Record<string, unknown>> {
  return JSON.parse(await write([line])) as Record<string, unknown>;
}

describe('the operational log', () => {
  it('writes one JSON object a line, whatever the text holds', async () => {
    const written = await write([
      ['info', 'first\nline {"level":"error"}'],
      ['warn', 'second \u001b[31m'],
    ]);
    const lines = written.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'info', message: 'first\nline {"level":"error"}', timestamp: expect.stringMatching(/Z$/) },
      { level: 'warn' },
    ]);
    expect(written).not.toContain('\u001b');
  });

  it('leaves out what weighs less than its level', async () => {
    expect(
      await write(
        [
          ['info', 'kept not'],
          ['debug', 'nor this'],
        ],
        'warn',
      ),
    ).toBe('');
  });

  it('keeps the level and message of the call when facts have the same names', async () => {
    expect(await writeOne('warn', 'real', { level: 'error', message: 'false' })).toMatchObject({
      level: 'warn',
      message: 'real',
    });
  });

  it.each([
    [
      'a member',
      { sign: 'canary', appSecret: 'canary', nested: [{ access_token: 'canary', key: 'canary' }] },
    ],
    ['a header', { headers: { authorization: 'canary', cookie: 'canary' } }],
    ['a map', { members: new Map([['sign', 'canary']]) }],
    ['an error', { error: new Error('bad', { cause: { password: 'canary' } }) }],
    ['an address', { url: 'postgres://me:canary@db/x' }],
    ['a query', { path: '/token?appid=a&secret=canary&x=1' }],
    ['a signed text', { text: 'appid=a&random=b&key=canary' }],
    ['JSON in a text', { body: '{"sign": "canary"}' }],
    ['a header in a text', { line: 'Authorization: Bearer canary' }],
    ['bytes', { body: Buffer.from('canary') }],
  ])('shows no secret of %s', async (_, facts) => {
    expect(await write([['info', 'x', facts]])).not.toContain('canary');
  });

  it('masks identity and mobile numbers wherever they stand', async () => {
    const line = await writeOne('info', '身份证11010519491231002X电话13912345678', {
      number: 13912345678,
      old: '（110105491231002）',
      error: new Error('110105194912310021'),
      '110105194912310021': 1,
    });
    expect(line['message']).toBe('身份证1101**********002X电话139****5678');
    expect(line['old']).toBe('（1101*******1002）');
    expect(JSON.stringify(line)).not.toMatch(/110105|13912345678/);
  });

  it('cuts long hex, because an SM4 sign decrypts to the whole message', async () => {
    const line = await writeOne('info', 'x', { what: 'EE5E2133A3BB9C050B9BAE80367689E8' });
    expect(line['what']).toBe('EE5E…');
  });

  it('survives facts that hold themselves', async () => {
    const facts: Record<string, unknown> = {};
    facts['self'] = facts;
    expect(await write([['info', 'round', facts]])).toContain('round');
  });

  it('keeps what an operator needs', async () => {
    const facts = {
      signal: 'SIGTERM',
      port: 8080,
      attempt: '06a014ee-fb0b-4226-b188-1bd93e24ed32',
      ok: true,
    };
    expect(await writeOne('info', 'stopping', facts)).toMatchObject(facts);
  });
});
