import type { Provider, ProviderAccount } from './provider.ts';

/** The gateway's account with a provider that speaks a standard; one without is a defect of its set-up. */
export function accountOf({ account, id }: Provider): ProviderAccount {
  if (account === undefined) throw new Error(`provider ${id} speaks a standard but has no account`);
  return account;
}
