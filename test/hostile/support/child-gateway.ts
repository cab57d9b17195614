import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Partner } from '../../support/partner.ts';

/** A gateway in a process of its own, which can be killed. */
export interface ChildGateway {
  readonly url: string;
  readonly admin: string;
  readonly child: ChildProcess;
  /** Everything on standard error up to now. */
  errors(): string;
  addPartner(id: string): Promise<Partner>;
  /** Sends a signal and waits for the end; null when the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

const LOADER = resolve('node_modules/tsx/dist/loader.mjs');
const PROGRAM = resolve('src/main.ts');

/** Runs a command of `tonggui` in a process of its own. */
export function spawnTonggui(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, ['--import', LOADER, PROGRAM, ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TONGGUI_LOG_LEVEL: 'error', ...environment },
  });
}

/** Runs a command to its end. */
export async function runTonggui(
  commandLine: readonly string[],
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawnTonggui(commandLine);
  const [out, err] = [gather(child.stdout!), gather(child.stderr!)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: out(), err: err() };
}

/** Starts `tonggui serve` on free ports and a data folder; resolves once it says that it is ready. */
export async function startChild(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildGateway> {
  const command = ['serve', '--json', '--data', data, '--port', '0', '--admin-port', '0'];
  const child = spawnTonggui(command, environment);
  const [out, err] = [gather(child.stdout!), gather(child.stderr!)];
  const ended = once(child, 'close') as Promise<[number | null]>;
  while (!out().includes('\n')) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${err()}`);
    await Promise.race([once(child.stdout!, 'data'), ended]);
  }
  const { exchange, admin } = JSON.parse(out()) as { readonly exchange: string; readonly admin: string };
  return {
    url: exchange,
    admin,
    child,
    errors: err,
    addPartner: (id) => addPartner(admin, data, id),
    end: async (signal) => {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

async function addPartner(admin: string, data: string, id: string): Promise<Partner> {
  const key = readFileSync(join(data, 'admin.key'), 'utf8').trim();
  const secret = randomBytes(16).toString('hex');
  const sign = { profile: 'HMAC-SM3', key: secret };
  const answer = await fetch(`${admin}/api/applications`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, name: '测试应用', standard: 's1', sign, grants: ['*:*:*'] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return { appid: id, secret, standard: 's1', profile: 'HMAC-SM3' };
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}
