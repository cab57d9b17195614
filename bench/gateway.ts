import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Partner } from '../test/support/partner.ts';
import { type Child, startChild } from './child.ts';

/** The gateway as an operator would run it, on a fresh data folder, with one application. */
export interface Gateway {
  readonly child: Child;
  readonly exchange: URL;
  readonly wsdl: string;
  readonly partner: Partner;
  /** The SQLite file. */
  readonly database: string;
}

const PROGRAM = 'bin/tonggui.js';

/** HMAC-SM3, the recommended profile: a literal SM4 sign would double every message. */
const PROFILE = 'HMAC-SM3';

export async function startGateway(folder: string): Promise<Gateway> {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const ports = ['--port', '0', '--admin-port', '0'];
  const child = await startChild([PROGRAM, 'serve', '--json', ...ports, '--data', data]);
  return {
    child,
    exchange: new URL(String(child.facts['exchange'])),
    wsdl: String(child.facts['wsdl']),
    partner: addApplication(folder, data),
    database: join(data, 'tonggui.db'),
  };
}

function addApplication(folder: string, data: string): Partner {
  const partner: Partner = {
    appid: 'BENCH',
    secret: randomBytes(16).toString('hex'),
    standard: 's1',
    profile: PROFILE,
  };
  const secretFile = join(folder, 'secret.txt');
  writeFileSync(secretFile, partner.secret, { mode: 0o600 });
  const settings = ['--appid', partner.appid, '--standard', partner.standard, '--profile', partner.profile];
  const access = ['--secret-from', secretFile, '--grant', '*:*:*', '--concurrency', '400'];
  execFileSync(process.execPath, [PROGRAM, 'app', 'add', ...settings, ...access, '--data', data]);
  return partner;
}
