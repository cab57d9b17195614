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
  /** Runs a command of its operator; the JSON that it prints. */
  readonly operate: Operate;
}

export type Operate = (words: readonly string[], input?: string) => unknown;

const PROGRAM = 'bin/tonggui.js';

/** HMAC-SM3, the recommended profile: a literal SM4 sign would double every message. */
const PROFILE = 'HMAC-SM3';

/** `settings` beside the data folder and free ports. */
export async function startGateway(folder: string, settings: object = {}): Promise<Gateway> {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const config = join(folder, 'tonggui.yaml');
  writeFileSync(config, JSON.stringify({ data, exchange: { port: 0 }, admin: { port: 0 }, ...settings }));
  const child = await startChild([PROGRAM, 'serve', '--json', '--config', config]);
  const operate: Operate = (words, input = '') =>
    JSON.parse(
      execFileSync(process.execPath, [PROGRAM, ...words, '--config', config, '--json'], {
        input,
        encoding: 'utf8',
      }),
    );
  return {
    child,
    exchange: new URL(String(child.facts['exchange'])),
    wsdl: String(child.facts['wsdl']),
    partner: addApplication(operate, 'BENCH'),
    database: join(data, 'tonggui.db'),
    operate,
  };
}

/** Adds an application of S1 that may do everything, 400 exchanges at a time. */
export function addApplication(operate: Operate, appid: string): Partner {
  const partner = {
    appid,
    secret: randomBytes(16).toString('hex'),
    standard: 's1',
    profile: PROFILE,
  } as const;
  const settings = ['--appid', appid, '--standard', partner.standard, '--profile', partner.profile];
  const access = ['--secret-from', '-', '--grant', '*:*:*:reveal', '--concurrency', '400'];
  operate(['app', 'add', ...settings, ...access], partner.secret);
  return partner;
}

const S5_APPID = 'PROVIDER';

/** Adds an application of S5; a token for its messages. */
export async function addTokenHolder({ operate, exchange }: Gateway): Promise<string> {
  const secret = randomBytes(12).toString('base64url');
  const settings = ['--appid', S5_APPID, '--standard', 's5', '--secret-from', '-', '--grant', '*:*:*'];
  operate(['app', 'add', ...settings], secret);
  const answer = await fetch(`${exchange.origin}/jsdspcloud/servlet/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ appid: S5_APPID, secret }),
  });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}
