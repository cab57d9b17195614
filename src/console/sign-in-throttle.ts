import { createLruMap } from '../access/lru-map.ts';
import { peerNetwork } from '../access/peer-network.ts';
import { createThrottle } from './throttle.ts';

/** Slows guessing down, from one place and at one account. */
export interface SignInThrottle {
  /** Throws TOO_MANY_ATTEMPTS. `account` is the user name as it was given; undefined where none was. */
  check(peer: string, account: string | undefined): void;
  failed(peer: string, account: string | undefined): void;
  /** The account's owner signed in from there: what others guess elsewhere does not keep them out. */
  succeeded(peer: string, account: string): void;
}

/** Refused attempts an hour: from one place, and at one account from places where its owner never signed in. */
const ATTEMPTS = { place: 10, account: 30 };

/** Unknown accounts count as known ones do, so nobody learns which there are. */
export function createSignInThrottle(): SignInThrottle {
  const places = createThrottle(ATTEMPTS.place);
  const accounts = createThrottle(ATTEMPTS.account);
  const owners = createLruMap<true>(10_000);
  const isOwner = (peer: string, account: string) => owners.get(pairOf(peer, account)) === true;
  return {
    check(peer, account) {
      places.check(peer);
      if (account !== undefined && !isOwner(peer, account)) accounts.check(keyOf(account));
    },
    failed(peer, account) {
      places.failed(peer);
      if (account !== undefined && !isOwner(peer, account)) accounts.failed(keyOf(account));
    },
    succeeded(peer, account) {
      owners.set(pairOf(peer, account), true);
    },
  };
}

function pairOf(peer: string, account: string): string {
  return `${peerNetwork(peer)}\n${account}`;
}

/** No address is written so. */
function keyOf(account: string): string {
  return `account\n${account}`;
}
