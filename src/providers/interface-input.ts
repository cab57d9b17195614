import { z } from 'zod';
import { cipherInput, faultOfKey, signInput } from '../access/application-input.ts';
import { generateSm2KeyPair } from '../crypto/sm2-key.ts';
import type { CredentialProfile, SignOrder } from '../envelope/application.ts';
import { LEVELS, PROVIDER_WIRES, type ProviderWire } from '../envelope/provider.ts';
import type { EditionRules } from '../envelope/standard.ts';
import { CODE_TAXONOMY } from './taxonomy-keys.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const segment = z.string().regex(/^[A-Za-z0-9_.~-]{1,64}$/, { error: 'letters, digits, _ . ~ or -' });

/** Keys compare without regard to case, and some clients write them with `uuid:`. */
const key = z
  .string()
  .transform((text) => text.toLowerCase().replace(/^uuid:/, ''))
  .pipe(z.string().regex(UUID, { error: 'a key of the registry, a UUID' }));

const region = z
  .string()
  .regex(/^(?!00)\d{6}$/, { error: 'six digits of GB/T 2260; leave regions out for the whole nation' });

const headers = z.record(
  z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/, { error: 'the name of a header' })
    .transform((name) => name.toLowerCase())
    .refine((name) => !/^(?:host|content-.*|transfer-encoding|connection|soapaction|accept.*)$/.test(name), {
      error: 'a header that the gateway does not write itself',
    }),
  z.string().regex(/^[\x20-\x7e]{1,4096}$/, { error: '1 to 4096 visible ASCII characters' }),
);

const account = z.strictObject({
  appid: z.string().min(1).max(64),
  sign: signInput.prefault({}),
  cipher: cipherInput.extend({ key: z.string() }).optional(),
});

const shape = z.strictObject({
  id: key,
  name: z.string().trim().min(1).max(200).optional(),
  version: z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,6}){0,3}$/, { error: 'up to four numbers joined by dots' })
    .optional(),
  kind: z.enum(['standard', 'wsdl', 'openapi']).default('standard'),
  wire: z.enum(PROVIDER_WIRES).optional(),
  domain: z.enum(['same', 'cross']).default('same'),
  level: z.enum(LEVELS).optional(),
  regions: z.array(region).max(4096).optional(),
  addresses: z
    .array(z.string().regex(/^(?:\/[^/\s?#]{1,64}){1,8}$/, { error: 'a path such as /tzsb/exchange' }))
    .max(64)
    .default([]),
  bindings: z.array(key).min(1).max(64).optional(),
  edition: z.string().optional(),
  account: account.optional(),
  mount: z.strictObject({ service: segment, interFlag: segment }).optional(),
  documents: z
    .strictObject({
      root: z.string().min(1),
      others: z.record(z.string().min(1).max(1024), z.string()).optional(),
    })
    .optional(),
  headers: headers.optional(),
  sensitive: z.array(z.string().min(1).max(256)).max(256).default([]),
});

type Written = z.output<typeof shape>;

/** The set-up of a provider's interface as an operator writes it, secrets beside what they belong to. */
export type InterfaceInput = Written & {
  readonly wire: ProviderWire;
  readonly account?:
    | (NonNullable<Written['account']> & {
        readonly sign: { readonly profile: CredentialProfile; readonly order: SignOrder };
      })
    | undefined;
};

type Editions = Readonly<Record<string, EditionRules>>;
type Fault = readonly [path: readonly string[], message: string];

/** Reads what an operator wrote; fills in what the edition prescribes. Every fault has its path. */
export function interfaceInput(editions: Editions) {
  const askable = Object.keys(editions).filter((edition) => edition in CODE_TAXONOMY);
  return shape
    .superRefine((written, context) => {
      for (const [path, message] of shapeFaults(written, askable))
        context.addIssue({ code: 'custom', path: [...path], message });
    })
    .transform((written) => complete(written, editions))
    .superRefine((input, context) => {
      for (const [path, message] of accountFaults(input, editions))
        context.addIssue({ code: 'custom', path: [...path], message });
    });
}

function shapeFaults(written: Written, askable: readonly string[]): Fault[] {
  return written.kind === 'standard' ? standardFaults(written, askable) : importFaults(written);
}

function standardFaults(written: Written, askable: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  if (written.edition === undefined || !askable.includes(written.edition))
    faults.push([['edition'], `one of ${askable.join(', ')}`]);
  if (!written.account) faults.push([['account'], "the gateway's account with the provider"]);
  for (const name of ['mount', 'documents', 'headers'] as const)
    if (written[name]) faults.push([[name], 'nothing: it belongs to imported descriptions']);
  if (written.sensitive.length > 0)
    faults.push([['sensitive'], 'nothing: the rules of the standard say what is sensitive']);
  return faults;
}

function importFaults(written: Written): Fault[] {
  const faults: Fault[] = [];
  if (!written.mount) faults.push([['mount'], 'service and interFlag: where callers find it']);
  if (!written.documents) faults.push([['documents'], 'the description, its text as `root`']);
  for (const name of ['edition', 'account'] as const)
    if (written[name]) faults.push([[name], 'nothing: it belongs to interfaces of our standards']);
  if (written.addresses.length > 0) faults.push([['addresses'], 'nothing: it has an address of its own']);
  const soap = written.wire !== undefined && written.wire !== 'rest';
  if (written.wire !== undefined && soap !== (written.kind === 'wsdl'))
    faults.push([['wire'], written.kind === 'wsdl' ? 'soap11 or soap12' : 'rest']);
  return faults;
}

function complete(written: Written, editions: Editions): InterfaceInput {
  const wire = written.wire ?? (written.kind === 'wsdl' ? 'soap11' : 'rest');
  const { account, ...rest } = written;
  const rules = written.edition === undefined ? undefined : editions[written.edition];
  if (!account || !rules) return { ...rest, wire };
  const { sign } = account;
  const profile = sign.profile ?? rules.profiles[0]!;
  const ownPrivateKey =
    profile === 'SM2' ? (sign.ownPrivateKey ?? generateSm2KeyPair().privateKey) : undefined;
  const { ownPrivateKey: _, ...given } = sign;
  const completed = {
    ...given,
    profile,
    order: sign.order ?? rules.order,
    ...(ownPrivateKey && { ownPrivateKey }),
  };
  return { ...rest, wire, account: { ...account, sign: completed } };
}

function accountFaults({ account, edition }: InterfaceInput, editions: Editions): Fault[] {
  if (!account || edition === undefined) return [];
  const { sign, cipher } = account;
  const { profiles } = editions[edition]!;
  const faults: Fault[] = [];
  if (!profiles.includes(sign.profile))
    faults.push([['account', 'sign', 'profile'], `one of ${profiles.join(', ')} (${edition})`]);
  const fault = sign.key === undefined ? 'the key that the provider gave' : faultOfKey(sign);
  if (fault) faults.push([['account', 'sign', 'key'], fault]);
  if (cipher && sign.profile === 'TOKEN')
    faults.push([['account', 'cipher'], 'nothing, because no sign covers what a token brings']);
  if (cipher && cipher.key.toLowerCase() === sign.key?.toLowerCase())
    faults.push([['account', 'cipher', 'key'], 'another key than the signing key']);
  return faults;
}
