import type { ProviderAccount } from '../envelope/provider.ts';
import type { InterfaceInput } from './interface-input.ts';

/** The secrets of a set-up, as they are sealed together. */
export interface InterfaceSecrets {
  readonly key?: string;
  readonly ownPrivateKey?: string;
  readonly cipherKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The settings as an operator may see them: everything but the secrets. */
export type InterfaceForm = Omit<InterfaceInput, 'account' | 'headers'> & {
  readonly account?: Omit<NonNullable<InterfaceInput['account']>, 'cipher'> & {
    readonly cipher?: { readonly algorithm: string };
  };
  /** Names only. */
  readonly headers?: readonly string[];
};

export function formOf({ account, headers, ...rest }: InterfaceInput): InterfaceForm {
  return {
    ...rest,
    ...(account && { account: accountForm(account) }),
    ...(headers && { headers: Object.keys(headers) }),
  };
}

function accountForm({ appid, sign, cipher }: NonNullable<InterfaceInput['account']>) {
  const { key: _key, ownPrivateKey: _own, ...shown } = sign;
  return { appid, sign: shown, ...(cipher && { cipher: { algorithm: cipher.algorithm } }) };
}

/** What `formOf` leaves out. */
export function secretsOf({ account, headers }: InterfaceInput): InterfaceSecrets {
  return {
    ...(account?.sign.key && { key: account.sign.key }),
    ...(account?.sign.ownPrivateKey && { ownPrivateKey: account.sign.ownPrivateKey }),
    ...(account?.cipher && { cipherKey: account.cipher.key }),
    ...(headers && { headers }),
  };
}

/** Settings and secrets as an operator would have written them together. */
export function joinSecrets(form: InterfaceForm, secrets: InterfaceSecrets): unknown {
  const { account, headers: _, ...rest } = form;
  const { key, ownPrivateKey, cipherKey, headers } = secrets;
  return {
    ...rest,
    ...(account && {
      account: {
        ...account,
        sign: { ...account.sign, key, ...(ownPrivateKey && { ownPrivateKey }) },
        ...(account.cipher && { cipher: { ...account.cipher, key: cipherKey } }),
      },
    }),
    ...(headers && { headers }),
  };
}

/** The account as the exchange uses it. */
export function accountOf({ account }: InterfaceInput): ProviderAccount | undefined {
  if (!account) return undefined;
  const { profile, order, lenientCase, key, ownPrivateKey } = account.sign;
  return {
    appid: account.appid,
    sign: {
      profile,
      order,
      lenientCase,
      keys: [{ value: key! }],
      ...(ownPrivateKey && { ownPrivateKey }),
    },
    ...(account.cipher && { cipher: account.cipher }),
  };
}
