import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localTime } from './archive-file.ts';
import { REPLY, SHEET_SUFFIXES } from './compose-answers.ts';
import { pathOf } from './file-name.ts';
import { type Layout, RESULTS } from './layout.ts';

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Removes files and answers that are older than so many days; 0 keeps all. Nothing else is touched. */
export async function forgetArchived(layout: Layout, keepDays: number, now = new Date()): Promise<void> {
  if (keepDays === 0) return;
  const before = new Date(now.getTime() - keepDays * DAY_MS);
  const [lastDay] = localTime(before);
  for (const result of RESULTS) await forgetDays(join(layout.archive, result), lastDay!);
  await forgetAnswers(layout.answers, before);
}

async function forgetDays(folder: string, before: string): Promise<void> {
  for (const day of await readdir(folder))
    if (DAY.test(day) && day < before) await rm(join(folder, day), { recursive: true, force: true });
}

const SUFFIXES = [REPLY, ...SHEET_SUFFIXES].map((suffix) => Buffer.from(suffix));

async function forgetAnswers(folder: string, before: Date): Promise<void> {
  const names: readonly Buffer[] = await readdir(folder, { encoding: 'buffer' });
  for (const name of names.filter(isAnswer)) {
    const path = pathOf(folder, name);
    const facts = await lstat(path).catch(() => undefined);
    if (facts?.isFile() && facts.mtime < before) await rm(path, { force: true });
  }
}

function isAnswer(name: Buffer): boolean {
  return SUFFIXES.some((suffix) => name.subarray(-suffix.length).equals(suffix));
}
