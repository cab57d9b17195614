import type { Application } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { Peer, RawMessage } from '../envelope/raw-message.ts';
import { inNetworks } from './in-networks.ts';
import type { PasswordCheck } from './password-check.ts';

/** Everything but the sign that says whether an application may come in. */
export interface Admission {
  /** Throws the first reason against it: switch, dates, network, certificate, password. */
  admit(application: Application, raw: Pick<RawMessage, 'headers' | 'peer' | 'receivedAt'>): Promise<void>;
}

/** Checks by the settings of each application. */
export function createAdmission(checkPassword: PasswordCheck): Admission {
  return {
    async admit(application, { headers, peer, receivedAt }) {
      if (!application.enabled) throw new ExchangeError('APPLICATION_DISABLED');
      checkDates(application, receivedAt.toISOString());
      if (!inNetworks(application.networks, peer.address)) throw new ExchangeError('ADDRESS_DENIED');
      checkCertificate(application.certificate, peer.certificate);
      if (application.password) await checkPassword(application, headers['authorization'], receivedAt);
    },
  };
}

function checkDates({ validFrom, validUntil }: Application, now: string): void {
  if ((validFrom !== undefined && now < validFrom) || (validUntil !== undefined && now >= validUntil))
    throw new ExchangeError('APPLICATION_EXPIRED');
}

function checkCertificate(wanted: Application['certificate'], shown: Peer['certificate']): void {
  if (!wanted) return;
  if (!shown) throw new ExchangeError('CERTIFICATE_REQUIRED');
  const fingerprint = shown.fingerprint256.replaceAll(':', '').toUpperCase();
  const matches =
    (wanted.fingerprint256 === undefined || wanted.fingerprint256 === fingerprint) &&
    (wanted.subject === undefined || wanted.subject === shown.subject);
  if (!matches) throw new ExchangeError('CERTIFICATE_MISMATCH');
}
