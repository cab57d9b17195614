import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileChannel } from '../../../src/channels/file/file-channel.ts';
import { fileSettings } from '../../../src/channels/file/settings.ts';
import type { ChannelParts, RunningChannel } from '../../../src/envelope/channel.ts';
import type { Exchange, RawMessage, RawReply } from '../../../src/envelope/raw-message.ts';
import { readRecordFile } from '../../../src/record-files/read-record-file.ts';
import type { FileFormat, RecordFile } from '../../../src/record-files/record-file.ts';
import { writeRecordFile } from '../../../src/record-files/write-record-file.ts';
import { SERVICE } from '../../contract/service.ts';

/** A folder as a partner sees it, and what an operator finds in it. */
export interface Folder {
  readonly path: string;
  /** Writes under another name first, then renames, as partners should. */
  drop(name: string | Buffer, content: string | Buffer, mtime?: Date): Promise<void>;
  /** The reply to a file, once it is there. */
  reply(name: string): Promise<any>;
  /** What else the file was answered with. */
  sheet(name: string, kind: 'report' | 'records', format: FileFormat): Promise<RecordFile>;
  /** Names in one of the folders below, or in the days of `accepted` or `refused`. */
  list(below: 'incoming' | 'working' | 'answers' | 'accepted' | 'refused'): readonly string[];
  remove(): void;
}

export function openFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'tg-file-'));
  mkdirSync(join(path, 'incoming'));
  const below = (...names: readonly string[]) => join(path, ...names);
  return {
    path,
    drop: async (name, content, mtime) => {
      const draft = below('incoming', `.${Math.random()}`);
      await writeFile(draft, content);
      if (mtime) await utimes(draft, mtime, mtime);
      await rename(draft, Buffer.concat([Buffer.from(`${below('incoming')}/`), Buffer.from(name)]));
    },
    reply: async (name) => {
      const file = below('answers', `${name}.reply.json`);
      await until(
        () => existsSync(file),
        (there) => there,
      );
      return JSON.parse(readFileSync(file, 'utf8'));
    },
    sheet: async (name, kind, format) => {
      const answer = `${name}.${kind}.${format}`;
      return readRecordFile({ name: answer, mediaType: '', bytes: readFileSync(below('answers', answer)) });
    },
    list: (name) => {
      if (name !== 'accepted' && name !== 'refused') return namesIn(below(name));
      const days = namesIn(below('archive', name));
      return days.flatMap((day) => namesIn(below('archive', name, day)));
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function namesIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path).sort() : [];
}

export const text = (value: string) => ({ kind: 'text' as const, text: value });

/** A standard that stands in files; its messages are `rows`. */
export const STANDARD = {
  ...SERVICE,
  operations: [{ ...SERVICE.operations[0]!, inFiles: { rows: 'rows', id: 'other', caller: 'sender' } }],
};

/** A core that keeps what it was asked; `answer` may refuse. */
export function createRecorder(answer: (raw: RawMessage) => Promise<RawReply> | RawReply = accept) {
  const asked: RawMessage[] = [];
  const exchange: Exchange = async (raw) => {
    asked.push(raw);
    return raw.unreadable ? refuse(raw.unreadable) : answer(raw);
  };
  return { asked, exchange };
}

export function accept(): RawReply {
  return { members: [{ name: 'status', ...text('0') }] };
}

export function refuse(error: NonNullable<RawReply['error']>): RawReply {
  return { members: [{ name: 'err', ...text(error.message) }], error };
}

/** Starts the channel on a folder, quick to look and to take. */
export function watch(
  folder: Pick<Folder, 'path'>,
  exchange: Exchange,
  settings: Readonly<Record<string, unknown>> = {},
  more: Partial<ChannelParts> = {},
): Promise<RunningChannel> {
  const one = {
    name: 'in',
    folder: folder.path,
    standard: STANDARD.standard,
    pollSeconds: 0.05,
    quietSeconds: 0,
    ...settings,
  };
  const parts: ChannelParts = { services: [STANDARD], exchange, onFailure: () => {}, ...more };
  return fileChannel.start(fileSettings.parse([one]), parts);
}

/** A file of records as a partner writes it. */
export function fileOf(
  format: FileFormat,
  records: readonly Readonly<Record<string, string>>[],
  head: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((column) => record[column] ?? ''));
  return writeRecordFile(format, { head: Object.entries(head), columns, rows });
}

/** A file with one record. */
export function note(value: string): string {
  return `<message><records><record><text>${value}</text></record></records></message>`;
}

/** The text of a message's only record. */
export function noted({ members }: RawMessage): string {
  return JSON.parse(members.get('rows')?.text ?? '[{}]')[0].text;
}

/** Waits until something holds; says what was found if it never does. */
export async function until<Found>(
  look: () => Promise<Found> | Found,
  holds: (found: Found) => boolean,
  milliseconds = 15_000,
): Promise<Found> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    if (performance.now() > end) throw new Error(`waited in vain; found ${JSON.stringify(found)}`);
    await pause(10);
  }
}
