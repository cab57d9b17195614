import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoApplication } from '../../src/gateway.ts';
import { type Running, start } from './run.ts';

/** What `serve --json` prints. */
export interface Facts {
  readonly exchange: string;
  readonly admin: string;
  readonly wsdl: string;
  readonly setupCode: string;
  readonly demo: DemoApplication;
}

export interface Served extends Running {
  readonly data: string;
  /** Ends the gateway and takes its folder away. */
  close(): Promise<void>;
}

/** Runs `serve` on free ports and a fresh data folder until it has printed. */
export async function serve(commandLine: readonly string[] = [], data = temporaryFolder()): Promise<Served> {
  const running = start(['serve', '--port', '0', '--admin-port', '0', '--data', data, ...commandLine]);
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (!running.out().endsWith('\n') && !over) await pause(20);
  if (over) throw new Error((await running.ended).err);
  const close = async () => {
    running.stop();
    await running.ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { ...running, data, close };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tonggui-cli-'));
}
