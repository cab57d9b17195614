import { describe, expect, it } from '@jest/globals';
import { checkPassword, digestPassword } from '../../src/crypto/password-digest.ts';
import { portableBackend } from '../../src/crypto/portable-backend.ts';

describe('a password digest', () => {
  it('knows its password and no other', async () => {
    const digest = await digestPassword('密码 Pa$$w0rd', 1000);
    expect(digest).toMatch(/^pbkdf2-sm3\$1000\$[\w-]{22}\$[\w-]{43}$/);
    expect(await checkPassword('密码 Pa$$w0rd', digest)).toBe(true);
    expect(await checkPassword('密码 Pa$$w0rd ', digest)).toBe(false);
    expect(await checkPassword('', digest)).toBe(false);
  });

  it('differs each time, and by default takes 100,000 rounds', async () => {
    const [one, two] = await Promise.all([digestPassword('same', 10), digestPassword('same', 10)]);
    expect(one).not.toBe(two);
    expect(await digestPassword('same')).toMatch(/^pbkdf2-sm3\$100000\$/);
  });

  it('is what the portable backend computes too', async () => {
    const [, , salt = '', hash] = (await digestPassword('口令', 1200)).split('$');
    const portable = await portableBackend.pbkdf2Sm3('口令', Buffer.from(salt, 'base64url'), 1200);
    expect(portable.toString('base64url')).toBe(hash);
  });

  it.each(['', 'plain', 'pbkdf2-sm3$10$x$y', 'pbkdf2-sm3$0$AAAAAAAAAAAAAAAAAAAAAA$'])(
    'lets nobody in when it is damaged: %j',
    async (digest) => {
      expect(await checkPassword('', digest)).toBe(false);
    },
  );
});
