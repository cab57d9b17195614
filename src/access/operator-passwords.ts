import { checkPassword, digestPassword } from '../crypto/password-digest.ts';
import { randomSecret, randomSetupCode } from '../crypto/random-secret.ts';
import type { Sealer } from '../crypto/seal.ts';
import type { OperatorTable } from '../store/schema.ts';
import type { SlowWork } from './slow-work.ts';
import { typedCode } from './typed-code.ts';

/** What the accounts let in by; everything here is slow on purpose. */
export interface OperatorPasswords {
  /** What to store of a password that its owner chose, sealed for the user name. */
  digest(username: string, password: string): Promise<string>;
  /** A new one-time password, and what to store of it. */
  drawFirst(username: string): Promise<{ readonly password: string; readonly digest: string }>;
  /** Whether the password is the account's; no account takes as long as a wrong password. */
  isRight(row: OperatorTable | undefined, password: string): Promise<boolean>;
}

export async function createOperatorPasswords(sealer: Sealer, slowly: SlowWork): Promise<OperatorPasswords> {
  // Checked in place of an account that does not exist; nobody knows its password.
  const decoy = await digestPassword(randomSecret());

  async function digest(username: string, password: string): Promise<string> {
    return sealer.seal(await slowly(() => digestPassword(password)), contextOf(username));
  }

  return {
    digest,
    async drawFirst(username) {
      const password = randomSetupCode();
      return { password, digest: await digest(username, typedCode(password)) };
    },
    async isRight(row, password) {
      const stored = row ? sealer.open(row.digest, contextOf(row.username)) : decoy;
      const given = row && row.first_until !== null ? typedCode(password) : password;
      return (await slowly(() => checkPassword(given, stored))) && row !== undefined;
    },
  };
}

function contextOf(username: string): string {
  return `operator:${username}`;
}
