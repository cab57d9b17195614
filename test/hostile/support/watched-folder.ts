import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Scene } from './driver.ts';

/** What the gateway wrote for a file that was put into its folder. */
export interface FileAnswer {
  readonly reply: Readonly<Record<string, any>>;
  /** What people open: the report, or the records that were found. */
  readonly sheet: { readonly name: string; readonly bytes: Buffer };
}

export interface WatchedFolder {
  readonly scene: Scene;
  /** Puts a file in as a partner does, whole at once, and waits for its answer. */
  drop(name: string, content: string | Buffer): Promise<FileAnswer>;
}

/** A gateway of its own that watches a folder of S5 for the application `FOLDER`. */
export async function watchFolder(scene: Scene): Promise<WatchedFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-hostile-folder-'));
  const members = { distributedStorageIdentifier: 'folder', resourceIdentifier: 'riskPoint' };
  const settings = { name: 'folder', folder, application: 'FOLDER', standard: 'dual-prevention', members };
  const own = await scene.startOther({
    channels: { file: [{ ...settings, operation: 'addObjects', pollSeconds: 0.05, quietSeconds: 0 }] },
  });
  return {
    scene: own,
    async drop(name, content) {
      const part = join(folder, 'incoming', `.${name}.part`);
      await writeFile(part, content);
      await rename(part, join(folder, 'incoming', name));
      return answerTo(join(folder, 'answers'), name);
    },
  };
}

async function answerTo(answers: string, name: string): Promise<FileAnswer> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const files = await readdir(answers);
    if (files.includes(`${name}.reply.json`)) {
      const sheet = files.find((file) => file.startsWith(`${name}.re`) && !file.endsWith('.json'))!;
      return {
        reply: JSON.parse(await readFile(join(answers, `${name}.reply.json`), 'utf8')),
        sheet: { name: sheet, bytes: await readFile(join(answers, sheet)) },
      };
    }
    await pause(20);
  }
  throw new Error(`${name} was not answered`);
}
