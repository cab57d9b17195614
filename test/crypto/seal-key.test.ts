import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadOrCreateKeyFile, sealKeyFromEnvironment } from '../../src/crypto/seal-key.ts';

describe('a key file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'key-'));
    path = join(folder, 'seal.key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is created for its owner alone, and read the next time', async () => {
    const created = await loadOrCreateKeyFile(path);
    expect(created).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'latin1')).toBe(`${created.toString('hex')}\n`);
    expect(await loadOrCreateKeyFile(path)).toEqual(created);
  });

  it('is one and the same for all that start at once, and no draft stays', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKeyFile(path)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['seal.key']);
  });

  it.each([0o640, 0o604, 0o666])('is refused, by path, when its mode is %o', async (mode) => {
    await loadOrCreateKeyFile(path);
    chmodSync(path, mode);
    await expect(loadOrCreateKeyFile(path)).rejects.toThrow(`${path} is open to others`);
  });

  it.each(['', 'ab'.repeat(31), 'zz'.repeat(32), `${'ab'.repeat(32)} x`])(
    'is refused, by path, and left alone when it holds %j',
    async (text) => {
      writeFileSync(path, text, { mode: 0o600 });
      const failure = await loadOrCreateKeyFile(path).catch((thrown: unknown) => String(thrown));
      expect(failure).toMatch(/damaged: it must hold 64 hex digits/);
      expect(failure).toContain(path);
      expect(readFileSync(path, 'latin1')).toBe(text);
    },
  );

  it('is refused when it is a folder or something large', async () => {
    await expect(loadOrCreateKeyFile(folder)).rejects.toThrow(`${folder} is not a key file`);
    writeFileSync(path, 'a'.repeat(1000), { mode: 0o600 });
    await expect(loadOrCreateKeyFile(path)).rejects.toThrow('is not a key file');
  });

  it('is not looked for in a folder that does not exist', async () => {
    await expect(loadOrCreateKeyFile(join(folder, 'none', 'seal.key'))).rejects.toThrow('ENOENT');
  });
});

describe('a key in the environment', () => {
  it('is 64 hex digits', () => {
    expect(sealKeyFromEnvironment('Ab'.repeat(32))).toEqual(Buffer.alloc(32, 0xab));
  });

  it('is never repeated when it is refused', () => {
    const refused = () => sealKeyFromEnvironment('my-secret-value');
    expect(refused).toThrow('64 hex digits');
    expect(refused).not.toThrow('my-secret-value');
  });
});
