import type { Level } from './provider.ts';

/** How an application signs; a setting of the application, never read from a message. */
export const SIGN_PROFILES = ['MD5', 'SM4', 'SM4-SM3', 'HMAC-SM3', 'SM2'] as const;
export type SignProfile = (typeof SIGN_PROFILES)[number];

/**
 * How an application proves itself: a sign in every message, or (`TOKEN`) its secret once for a token that the
 * messages then carry.
 */
export type CredentialProfile = SignProfile | 'TOKEN';
export const CREDENTIAL_PROFILES: readonly CredentialProfile[] = [...SIGN_PROFILES, 'TOKEN'];

/** `table`: the order of the standard's parameter table; `ascii`: member names ascending. */
export type SignOrder = 'table' | 'ascii';

/** A signing key of an application; two may be active while a rotation is under way. */
export interface SigningKey {
  /** Shared secret (32 hex digits or exactly 16 ASCII characters; any for TOKEN); for SM2 the partner's public key in hex. */
  readonly value: string;
  /** ISO instant after which the key no longer verifies. */
  readonly notAfter?: string;
}

export interface SignSettings {
  readonly profile: CredentialProfile;
  readonly order: SignOrder;
  /** Accept lower-case hex in the partner's signs (off: the standard says upper case). */
  readonly lenientCase: boolean;
  /** Newest first; answers are signed with the first. */
  readonly keys: readonly SigningKey[];
  /** SM2 only: the gateway's own private key for this application, hex. */
  readonly ownPrivateKey?: string;
}

/** Payload encryption (S2 7.1): the signature covers what is sent, that is the ciphertext. */
export interface CipherSettings {
  readonly algorithm: 'SM4-CBC' | 'SM4-CBC-HMAC-SM3';
  /** 32 hex digits; never the signing key. */
  readonly key: string;
}

/** What an application may do: codes may end in `*`; a region covers all that lies below it. */
export interface Grant {
  readonly business: string;
  readonly actions: readonly string[];
  /** GB/T 2260 codes, or `*`. */
  readonly regions: readonly string[];
  /** Whether sensitive members are shown in full. */
  readonly reveal: boolean;
}

export interface Quota {
  readonly records: number;
  readonly bytes: number;
  readonly concurrency: number;
  /** Exchanges per second, sustained; 0 is unlimited. */
  readonly perSecond: number;
}

/** An application as the exchange sees it: settings with their secrets opened, in memory only. */
export interface Application {
  readonly id: string;
  readonly name: string;
  /** The edition of a standard that it speaks: `s1`, `s2` … */
  readonly standard: string;
  readonly enabled: boolean;
  /** ISO instant at which it was last disabled, if ever: tokens of before are void. */
  readonly disabledAt?: string;
  readonly sign: SignSettings;
  readonly cipher?: CipherSettings;
  /** Asked for beside the sign when set. `digest` is what access stores; only access can check it. */
  readonly password?: {
    readonly username: string;
    readonly form: 'plain' | 'MD5' | 'SM4';
    readonly digest: string;
  };
  readonly certificate?: { readonly fingerprint256?: string; readonly subject?: string };
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** CIDR networks that it may call from; empty: any. */
  readonly networks: readonly string[];
  readonly grants: readonly Grant[];
  readonly quota: Quota;
  readonly httpStatus: 'standard' | 'semantic';
  /** The administrative level that it belongs to; where it is set, the directions of S1 Tables 1 to 4 hold for it. */
  readonly level?: Level;
}
