import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { parseSharedSecret, parseTextSecret } from '../crypto/shared-secret.ts';
import { parseSm2PrivateKey, parseSm2PublicKey } from '../crypto/sm2-key.ts';
import { CREDENTIAL_PROFILES, type CredentialProfile, type SignOrder } from '../envelope/application.ts';
import { LEVELS } from '../envelope/provider.ts';
import type { EditionRules } from '../envelope/standard.ts';
import { GRANT_SYNTAX, parseGrant } from './grant-text.ts';

const HEX_KEY = /^[0-9a-fA-F]{32}$/;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const count = (maximum: number, minimum = 1) => z.int().min(minimum).max(maximum);

const network = z
  .string()
  .refine((text) => ipaddr.isValidCIDR(text) || ipaddr.isValid(text), {
    error: 'an IP address or a CIDR network',
  })
  .transform((text) =>
    text.includes('/') ? text : `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}`,
  );

const grant = z.string().refine((text) => reads(parseGrant, text), {
  error: GRANT_SYNTAX,
});

/** How someone signs, as an operator writes it; also for the gateway's own accounts. */
export const signInput = z.strictObject({
  profile: z.enum(CREDENTIAL_PROFILES).optional(),
  order: z.enum(['table', 'ascii']).optional(),
  lenientCase: z.boolean().default(false),
  key: z.string().optional(),
  ownPrivateKey: z
    .string()
    .refine((key) => reads(parseSm2PrivateKey, key), { error: '64 hex digits, a private key of SM2' })
    .optional(),
});

/** Payload encryption, as an operator writes it. */
export const cipherInput = z.strictObject({
  algorithm: z.enum(['SM4-CBC', 'SM4-CBC-HMAC-SM3']),
  key: z.string().regex(HEX_KEY, { error: '32 hex digits' }).optional(),
});

const shape = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, { error: '1 to 64 letters, digits, _ . or -' }),
  name: z.string().trim().min(1).max(200),
  standard: z.string(),
  enabled: z.boolean().default(true),
  sign: signInput.prefault({}),
  cipher: cipherInput.optional(),
  password: z
    .strictObject({
      username: z
        .string()
        .min(1)
        .max(128)
        .regex(/^[^:\p{Cc}]+$/u, { error: 'no colon and no control character' }),
      form: z.enum(['plain', 'MD5', 'SM4']),
      password: z.string().min(8).max(128).optional(),
    })
    .optional(),
  certificate: z
    .strictObject({
      fingerprint256: z
        .string()
        .transform((text) => text.replaceAll(':', '').toUpperCase())
        .pipe(z.string().regex(/^[0-9A-F]{64}$/, { error: 'a SHA-256 fingerprint, 64 hex digits' }))
        .optional(),
      subject: z.string().trim().min(1).max(1024).optional(),
    })
    .refine((one) => one.fingerprint256 !== undefined || one.subject !== undefined, {
      error: 'a fingerprint256 or a subject',
    })
    .optional(),
  validFrom: instant.optional(),
  validUntil: instant.optional(),
  networks: z.array(network).max(256).default([]),
  grants: z.array(grant).max(256).default([]),
  quota: z
    .strictObject({
      records: count(1_000_000).default(2000),
      bytes: count(1 << 30).default(10 << 20),
      concurrency: count(100_000).default(200),
      perSecond: z.number().min(0).max(1_000_000).default(0),
    })
    .prefault({}),
  httpStatus: z.enum(['standard', 'semantic']).default('standard'),
  level: z.enum(LEVELS).optional(),
});

type Written = z.output<typeof shape>;

/** An application as an operator writes it: grants as text, secrets beside what they belong to. */
export type ApplicationInput = Written & {
  readonly sign: { readonly profile: CredentialProfile; readonly order: SignOrder };
};

type Editions = Readonly<Record<string, EditionRules>>;

/** Reads what an operator wrote; fills in what the edition prescribes. Every fault has its path. */
export function applicationInput(editions: Editions) {
  const known = Object.keys(editions);
  return shape
    .refine(({ standard }) => known.includes(standard), {
      path: ['standard'],
      error: `one of ${known.join(', ')}`,
    })
    .transform((written) => complete(written, editions[written.standard]!))
    .superRefine((input, context) => {
      for (const [path, message] of faultsOf(input, editions[input.standard]!))
        context.addIssue({ code: 'custom', path: [...path], message });
    });
}

function complete(written: Written, { profiles, order }: EditionRules): ApplicationInput {
  const { sign } = written;
  return { ...written, sign: { ...sign, profile: sign.profile ?? profiles[0]!, order: sign.order ?? order } };
}

type Fault = readonly [path: readonly string[], message: string];

function faultsOf(input: ApplicationInput, { profiles }: EditionRules): Fault[] {
  const faults: Fault[] = [];
  const { sign, standard } = input;
  if (!profiles.includes(sign.profile))
    faults.push([['sign', 'profile'], `one of ${profiles.join(', ')} (${standard})`]);
  const keyFault = faultOfKey(sign);
  if (keyFault) faults.push([['sign', 'key'], keyFault]);
  if (input.validFrom && input.validUntil && input.validFrom >= input.validUntil)
    faults.push([['validUntil'], 'later than validFrom']);
  if (input.password?.form === 'SM4' && (sign.profile === 'SM2' || sign.profile === 'TOKEN'))
    faults.push([['password', 'form'], `plain or MD5, because ${sign.profile} has no key of SM4`]);
  if (input.cipher && sign.profile === 'TOKEN')
    faults.push([['cipher'], 'nothing, because no sign covers what a token brings']);
  return faults;
}

/** What is wrong with a signing key for its profile; a shared secret may be left out and is then drawn. */
export function faultOfKey({
  profile,
  key,
}: Pick<ApplicationInput['sign'], 'profile' | 'key'>): string | undefined {
  if (profile === 'SM2')
    return reads(parseSm2PublicKey, key ?? '')
      ? undefined
      : 'the public key of the partner, 04 and 128 hex digits';
  if (key === undefined) return undefined;
  if (profile === 'TOKEN' || profile === 'MD5') {
    if (!reads(parseTextSecret, key)) return '8 to 128 visible ASCII characters';
    if (profile === 'TOKEN') return undefined;
  } else if (!reads(parseSharedSecret, key)) {
    return '32 hex digits or exactly 16 visible ASCII characters';
  }
  return new Set(key.toLowerCase()).size < 5 ? 'a key that cannot be guessed' : undefined;
}

function reads(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
