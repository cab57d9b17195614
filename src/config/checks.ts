import { isRegistryAddress } from '../envelope/registry-address.ts';
import { isLoopback } from '../text/is-loopback.ts';

/** What zod hands to a check, as far as these need it. */
interface Check<Value> {
  readonly value: Value;
  readonly issues: unknown[];
}

/** Says what was expected of the setting below the checked group. */
function refuse(check: Check<unknown>, path: string, expected: string, input: unknown): void {
  check.issues.push({ code: 'custom', path: [path], message: expected, input });
}

/** TLS is the default wherever others can listen in. */
export function checkListener(
  check: Check<{ host: string; plainHttp: boolean; tls?: object | undefined }>,
): void {
  const { host, tls, plainHttp } = check.value;
  if (!isLoopback(host) && tls === undefined && !plainHttp)
    refuse(
      check,
      'tls',
      `certificate and key, because host ${host} is not a loopback address (or plainHttp: true)`,
      undefined,
    );
}

/** A certificate to show needs its private key, and the other way round. */
export function checkOwnCertificate(
  check: Check<{ certificate?: string | undefined; key?: string | undefined }>,
) {
  const { certificate, key } = check.value;
  if ((certificate === undefined) === (key === undefined)) return;
  const missing = certificate === undefined ? 'certificate' : 'key';
  refuse(check, missing, 'a file, because a certificate and its private key belong together', undefined);
}

/** Asking for client certificates needs the authorities that issue them. */
export function checkClientCa(
  check: Check<{ clientCa?: string | undefined; requireClientCertificate: boolean }>,
) {
  if (check.value.requireClientCertificate && check.value.clientCa === undefined)
    refuse(
      check,
      'clientCa',
      'the file of the authorities, because requireClientCertificate is true',
      undefined,
    );
}

/** A body must have room for its payload and the sign over it. */
export function checkBody(check: Check<{ bodyBytes?: number | undefined; busilistBytes: number }>): void {
  const { bodyBytes, busilistBytes } = check.value;
  const least = smallestBody(busilistBytes);
  if (bodyBytes !== undefined && bodyBytes < least)
    refuse(check, 'bodyBytes', `at least 3 × busilistBytes + 65536 = ${least}`, bodyBytes);
}

/** An address belongs to PostgreSQL, and PostgreSQL needs one. */
export function checkDatabase(check: Check<{ kind: string; url?: string | undefined }>): void {
  const { kind, url } = check.value;
  if (kind === 'postgres' && url === undefined)
    refuse(check, 'url', 'an address that begins with postgres://, because kind is postgres', undefined);
  if (kind === 'sqlite' && url !== undefined) refuse(check, 'url', 'nothing, because kind is sqlite', url);
}

/** The sealing key has one source. */
export function checkSeal(
  check: Check<{ keyFile?: string | undefined; environment?: string | undefined }>,
): void {
  const { keyFile, environment } = check.value;
  if (keyFile !== undefined && environment !== undefined)
    refuse(check, 'environment', 'nothing, because keyFile is set', environment);
}

/** No two services share an address, and none stands where the registry answers. */
export function checkAddresses(check: Check<readonly { service: string; interFlag: string }[]>): void {
  const addresses = check.value.map(({ service, interFlag }) => `/${service}/${interFlag}`);
  for (const [index, address] of addresses.entries())
    if (addresses.indexOf(address) < index) refuse(check, String(index), 'an address of its own', address);
    else if (isRegistryAddress(address.split('/').slice(1)))
      refuse(check, String(index), 'an address where the registry does not answer', address);
}

/** The least body limit that leaves room for the payload and an SM4 sign over it. */
export function smallestBody(busilistBytes: number): number {
  return 3 * busilistBytes + 64 * 1024;
}
