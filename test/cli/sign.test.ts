import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../src/crypto/sm2-key.ts';
import { temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const folder = temporaryFolder();
const REQUEST = {
  appid: 'APP5563',
  busicode: '004',
  action: '03',
  busilist: [{ FIELD1: 'value' }],
  random: '21cd0f1e-a877-407e-ac63-730498663a30',
};
const SIGN = 'C1142D338B2D8D48453333D8393CB293CF65D928A7D6BDEC0178FF5E56D6AF4B';
const ASCII_SIGN = '86F793BB89A3B861386172FAD0864400A3A98EDC624E9A707732B8EFA783306F';
writeFileSync(join(folder, 'secret'), 'cdcJeaXje3q6GKnp\n');

function sign(options: readonly string[], request: unknown = REQUEST) {
  const stdin = typeof request === 'string' ? request : JSON.stringify(request);
  return run(['sign', '--secret-from', 'secret', ...options], { stdin, folder });
}

describe('sign', () => {
  it.each([
    [['--profile', 'HMAC-SM3'], SIGN],
    [['--profile', 'HMAC-SM3', '--order', 'ascii'], ASCII_SIGN],
  ])('with %j prints the sign that was made without our code', async (options, expected) => {
    expect(await sign(options)).toEqual({ code: 0, out: `${expected}\n`, err: '' });
  });

  it('prints JSON when asked', async () => {
    expect(JSON.parse((await sign(['--profile', 'HMAC-SM3', '--json'])).out)).toEqual({ sign: SIGN });
  });

  it('refuses to take request and secret from one standard input', async () => {
    const ended = await run(['sign', '--profile', 'MD5', '--secret-from', '-'], { stdin: '{}' });
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('standard input') });
  });

  it.each([
    ['{', 'no JSON object'],
    [{ appid: 'a' }, 'lacks busicode, action, busilist, random'],
  ])('says what is wrong with the request %j', async (request, said) => {
    const ended = await sign(['--profile', 'MD5'], request);
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(said) });
  });

  it.each([
    ['a secret of another form', 'short', 'MD5'],
    ['an empty secret', '\n', 'MD5'],
    ['a private key that is none', 'ff'.repeat(32), 'SM2'],
  ])('refuses %s without repeating it', async (_, secret, profile) => {
    writeFileSync(join(folder, 'bad'), secret);
    const ended = await run(['sign', '--profile', profile, '--secret-from', 'bad'], {
      stdin: JSON.stringify(REQUEST),
      folder,
    });
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).not.toContain(secret.trim() || '\n\n');
  });

  it('takes no secret as an argument', async () => {
    const ended = await sign(['--profile', 'MD5', '--secret', 'cdcJeaXje3q6GKnp']);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('unknown option');
  });
});

describe('sign --explain', () => {
  it('says that a right sign is right', async () => {
    expect(await sign(['--profile', 'HMAC-SM3', '--explain'], { ...REQUEST, sign: SIGN })).toMatchObject({
      code: 0,
      out: expect.stringContaining('The sign is right'),
    });
  });

  it('names the variant that a partner used', async () => {
    const ended = await sign(['--profile', 'HMAC-SM3', '--explain', '--json'], {
      ...REQUEST,
      sign: ASCII_SIGN,
    });
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ verdict: 'variant' });
    expect(ended.out).not.toContain(readFileSync(join(folder, 'secret'), 'utf8').trim());
  });

  it('checks an SM2 sign with the public key of the signer', async () => {
    const { privateKey, publicKey } = generateSm2KeyPair();
    writeFileSync(join(folder, 'sm2'), privateKey);
    const base = ['sign', '--profile', 'SM2', '--secret-from', 'sm2'];
    const stdin = JSON.stringify(REQUEST);
    const made = (await run(base, { stdin, folder })).out.trim();
    const signed = JSON.stringify({ ...REQUEST, sign: made });
    const options = [...base, '--explain', '--public-key', publicKey];
    expect(await run(options, { stdin: signed, folder })).toMatchObject({ code: 0 });
  });
});
