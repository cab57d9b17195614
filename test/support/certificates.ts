import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key: the files' paths and their PEM texts. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, 64 hex digits. */
  readonly fingerprint256: string;
}

/** Makes certificates in a folder of its own. */
export interface CertificateFolder {
  selfSigned(name: string, subject: string): Certificate;
  issued(name: string, subject: string, authority: Certificate): Certificate;
  remove(): void;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export function openCertificateFolder(): CertificateFolder {
  const folder = mkdtempSync(join(tmpdir(), 'tonggui-tls-'));
  const openssl = (...parameters: readonly string[]) =>
    execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' }).toString();
  const made = (name: string): Certificate => {
    const [certificateFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
    const fingerprint = openssl('x509', '-in', certificateFile, '-noout', '-fingerprint', '-sha256');
    return {
      certificateFile,
      keyFile,
      cert: readFileSync(certificateFile, 'utf8'),
      key: readFileSync(keyFile, 'utf8'),
      fingerprint256: fingerprint.trim().split('=')[1]!.replaceAll(':', ''),
    };
  };
  return {
    selfSigned(name, subject) {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
      openssl('req', '-x509', ...EC, ...files, '-subj', subject, '-days', '2');
      return made(name);
    },
    issued(name, subject, { certificateFile, keyFile }) {
      openssl('req', ...EC, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
      const signed = ['-CA', certificateFile, '-CAkey', keyFile, '-CAcreateserial', '-days', '2'];
      openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.crt`);
      return made(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
