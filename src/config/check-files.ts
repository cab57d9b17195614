import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from './schema.ts';
import { systemCode } from './system-code.ts';

interface TlsPair {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa?: string | undefined;
}

/** Looks at the files that the settings name; tells what is wrong by the path of the setting. */
export function checkFiles(config: Config): readonly string[] {
  return [
    ...checkTls('exchange', config.exchange.tls),
    ...checkTls('admin', config.admin.tls),
    ...checkProviderTls(config.providers.tls),
    ...checkFolder('rules.folder', config.rules.folder),
  ];
}

function checkTls(listener: 'exchange' | 'admin', tls: Config['exchange']['tls']): readonly string[] {
  if (tls === undefined) return [];
  const names = ['certificate', 'key', 'clientCa'] as const;
  const missing = names.flatMap((name) => checkReadable(`${listener}.tls.${name}`, tls[name]));
  return missing.length > 0 ? missing : checkPair(`${listener}.tls`, tls);
}

function checkProviderTls(tls: Config['providers']['tls']): readonly string[] {
  const names = ['ca', 'certificate', 'key'] as const;
  const missing = names.flatMap((name) => checkReadable(`providers.tls.${name}`, tls?.[name]));
  const { certificate, key } = tls ?? {};
  if (missing.length > 0 || certificate === undefined || key === undefined) return missing;
  return checkPair('providers.tls', { certificate, key });
}

/** Says so when a file that a setting names cannot be read. */
export function checkReadable(path: string, file: string | undefined): readonly string[] {
  try {
    if (file !== undefined) readFileSync(file);
    return [];
  } catch (error) {
    return [`${path}: expected a readable file, got ${JSON.stringify(file)} (${systemCode(error)})`];
  }
}

/** Says so when a certificate and a private key, which can be read, do not belong together. */
export function checkPair(path: string, tls: TlsPair): readonly string[] {
  try {
    createSecureContext({
      cert: readFileSync(tls.certificate),
      key: readFileSync(tls.key),
      ...(tls.clientCa === undefined ? {} : { ca: readFileSync(tls.clientCa) }),
    });
    return [];
  } catch (error) {
    return [
      `${path}: expected a certificate and its private key in PEM, got files that do not fit (${systemCode(error)})`,
    ];
  }
}

function checkFolder(path: string, folder: string | undefined): readonly string[] {
  const found = folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return found ? [] : [`${path}: expected a folder, got ${JSON.stringify(folder)}`];
}
