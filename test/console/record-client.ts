import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeXmlFile } from '../../src/record-files/xml/write-xml-file.ts';
import type { TestGateway } from '../support/gateway.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** What an import or export is chosen by. */
export interface Choice {
  readonly application: string;
  readonly operation?: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly messageId?: string;
}

/** S1: use registration, added by 本级内部接口. */
export const ADD = { busicode: '110208', action: '01' };

export interface RecordClient {
  importFile(choice: Choice, name: string, bytes: Buffer): Promise<ApiAnswer>;
  post(choice: Choice, path: string, more: object): Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: any;
}

/** Calls the record endpoints of a running gateway with the command line's key. */
export function recordClient({ gateway, data }: TestGateway): RecordClient {
  const authorization = `Bearer ${readFileSync(join(data, 'admin.key'), 'utf8').trim()}`;
  const send = async (path: string, type: string, body: string | Buffer): Promise<ApiAnswer> => {
    const headers = { authorization, 'content-type': type };
    const answer = await fetch(`${gateway.adminUrl}/api/applications/${path}`, {
      method: 'POST',
      headers,
      body,
    });
    return { status: answer.status, body: await answer.json() };
  };
  return {
    importFile(
      { application, operation = 'exchange', members = ADD, messageId = randomUUID() },
      name,
      bytes,
    ) {
      const query = new URLSearchParams({ operation, messageId, name });
      for (const [member, text] of Object.entries(members)) query.set(`member.${member}`, text);
      return send(`${application}/records/import?${query}`, 'application/octet-stream', bytes);
    },
    post({ application, operation = 'exchange', members = ADD, messageId = randomUUID() }, path, more) {
      const body = JSON.stringify({ operation, members, messageId, ...more });
      return send(`${application}/records/${path}`, 'application/json', body);
    },
  };
}

/** Records as a file of rows under the members of the first. */
export function sheetOf(records: readonly JsonRecord[]) {
  const columns = Object.keys(records[0] ?? {});
  return {
    head: [],
    columns,
    rows: records.map((record) => columns.map((name) => String(record[name] ?? ''))),
  };
}

export function xmlOf(records: readonly JsonRecord[]): Buffer {
  return writeXmlFile(sheetOf(records));
}

/** A csv file as people's programs write it: no byte order mark, quotes only where they must be. */
export function csvOf(records: readonly JsonRecord[]): string {
  const { columns, rows } = sheetOf(records);
  const quoted = (cell: string) => (cell.includes(',') ? `"${cell}"` : cell);
  return [columns, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}
