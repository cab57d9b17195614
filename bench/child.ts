import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server under measurement, in a process of its own. */
export interface Child {
  /** The JSON line that it printed once ready. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** CPU milliseconds used so far, user and system. */
  cpu(): number;
  /** Peak resident memory so far, in MiB. */
  peakMemory(): number;
  stop(): Promise<void>;
}

/** Starts a program and waits for its first line of JSON. */
export async function startChild(args: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // Whatever becomes of the bench, no server outlives it.
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const facts = await firstLine(child);
  return {
    facts,
    cpu: () => cpuOf(child.pid!),
    peakMemory: () => peakMemoryOf(child.pid!),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

async function firstLine(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  for await (const line of createInterface(child.stdout!)) {
    if (line.startsWith('{')) return JSON.parse(line) as Record<string, unknown>;
  }
  throw new Error(`the program ended before it was ready: ${child.spawnargs.join(' ')}`);
}

/** Fields 14 and 15 of /proc/PID/stat, in clock ticks of 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakMemoryOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
