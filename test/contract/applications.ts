import { randomBytes } from 'node:crypto';
import type { Application, CredentialProfile } from '../../src/envelope/application.ts';

/** An application of an edition with secrets of its own, any of which would show if it got into an answer. */
export function applicationOf(
  edition: string,
  profile: CredentialProfile,
  changes: Partial<Application> = {},
): Application {
  return {
    id: 'CONTRACT-APP',
    name: '契约测试',
    standard: edition,
    enabled: true,
    sign: { profile, order: 'table', lenientCase: false, keys: [{ value: randomBytes(16).toString('hex') }] },
    password: { username: 'contract-user', form: 'plain', digest: randomBytes(16).toString('hex') },
    networks: ['192.0.2.0/24'],
    grants: [{ business: '*', actions: ['*'], regions: ['*'], reveal: true }],
    quota: { records: 2000, bytes: 10_000_000, concurrency: 10, perSecond: 0 },
    httpStatus: 'standard',
    ...changes,
  };
}

/** What must never stand in an answer to anyone. */
export function secretsOf({ sign, password, cipher, networks }: Application): readonly string[] {
  return [
    ...sign.keys.map(({ value }) => value),
    ...(sign.ownPrivateKey === undefined ? [] : [sign.ownPrivateKey]),
    ...(password ? [password.digest, password.username] : []),
    ...(cipher ? [cipher.key] : []),
    ...networks,
  ];
}
