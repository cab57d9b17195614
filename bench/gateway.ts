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
  /** Of an S5 application, for its messages. */
  readonly token: string;
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
  const exchange = new URL(String(child.facts['exchange']));
  return {
    child,
    exchange,
    wsdl: String(child.facts['wsdl']),
    partner: addApplication(folder, data),
    token: await askToken(exchange.origin, addProvider(folder, data)),
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

const PROVIDER = 'PROVIDER';

/** Adds an S5 application; its secret. */
function addProvider(folder: string, data: string): string {
  const secret = randomBytes(12).toString('base64url');
  const secretFile = join(folder, 'provider.txt');
  writeFileSync(secretFile, secret, { mode: 0o600 });
  const settings = ['--appid', PROVIDER, '--standard', 's5', '--secret-from', secretFile, '--grant', '*:*:*'];
  execFileSync(process.execPath, [PROGRAM, 'app', 'add', ...settings, '--data', data]);
  return secret;
}

async function askToken(origin: string, secret: string): Promise<string> {
  const answer = await fetch(`${origin}/jsdspcloud/servlet/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ appid: PROVIDER, secret }),
  });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}
