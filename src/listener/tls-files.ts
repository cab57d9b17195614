import { readFileSync } from 'node:fs';
import type { TlsSettings } from './tls-options.ts';

/** TLS as settings name it: PEM files. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa?: string | undefined;
  readonly requireClientCertificate: boolean;
}

/** Reads the files; throws the system's error for one that cannot be read. */
export function readTlsFiles({
  certificate,
  key,
  clientCa,
  requireClientCertificate,
}: TlsFiles): TlsSettings {
  return {
    cert: readFileSync(certificate),
    key: readFileSync(key),
    ...(clientCa !== undefined && { ca: readFileSync(clientCa) }),
    rejectUnauthorized: requireClientCertificate,
  };
}
