import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { applyTables } from '../../../src/channels/table/apply-tables.ts';
import { type FrontTables, LONGEST_TEXT } from '../../../src/channels/table/columns.ts';
import { sqliteDialect } from '../../../src/channels/table/sqlite.ts';
import { tableChannel } from '../../../src/channels/table/table-channel.ts';
import type { MountedService } from '../../../src/envelope/http-channel.ts';
import { IN_TABLES } from '../../../src/standards/dual-prevention/operations.ts';
import type { Conversation, StandaloneSpeaker } from '../channels.ts';
import { SERVICE } from '../service.ts';

/** The operations that rows ask for. */
const ROWS: MountedService = {
  ...SERVICE,
  operations: ['addObjects', 'updateObjects', 'deleteObjects'].map((name) => ({
    ...SERVICE.operations[0]!,
    name,
    inFiles: { rows: 'data', id: 'serialnumber' },
  })),
  inTables: IN_TABLES,
};

/** Rows of a front-end database, their results written back. */
export const table: StandaloneSpeaker = {
  name: 'table',
  channel: tableChannel,
  carried: ({ members }) => JSON.parse(members.get('data')!.text)[0].text,
  answer: (text) => [{ name: 'warnings', kind: 'json', text: JSON.stringify([text]) }],
  longest: LONGEST_TEXT,
  wrong: [
    [],
    {},
    [{ name: 'front' }],
    [{ name: '../x', application: 'A', database: { kind: 'sqlite', file: 'x' } }],
  ],
  prepare: async (folder) => {
    const file = join(folder, 'front.db');
    const provider = new Kysely<FrontTables>({ dialect: sqliteDialect(file) });
    const columns = [{ name: 'text', title: '文本', length: 10_000 }];
    await applyTables('sqlite', file, [{ table: 'note', title: '契约测试', columns }]);
    return {
      settings: [
        {
          name: 'front',
          application: 'PROVIDER',
          standard: SERVICE.standard,
          database: { kind: 'sqlite', file },
          pollSeconds: 0.05,
          quietSeconds: 0,
        },
      ],
      services: [ROWS],
      open: async () => openConversation(provider),
      close: () => provider.destroy(),
    };
  },
};

let serial = 0;

function openConversation(provider: Kysely<FrontTables>): Conversation {
  let closed = false;
  async function write(busType: string, text: string): Promise<string> {
    serial += 1;
    const id = `row-${serial}`;
    const batch = `20240417${String(serial).padStart(8, '0')}`;
    await sql`insert into note (ID, batchNo, busType, updateDate, text)
      values (${id}, ${batch}, ${busType}, '2024-04-17 08:00:00', ${text})`.execute(provider);
    while (!closed) {
      const { rows } = await sql<{ tgResult: string | null; tgError: string }>`
        select tgResult, tgError from note where ID = ${id}`.execute(provider);
      if (rows[0]!.tgResult !== null) return rows[0]!.tgError;
      await pause(10);
    }
    throw new Error('nobody took the row');
  }
  return {
    say: (text) => write('I', text),
    garble: async () => {
      await write('X', 'what is X?');
    },
    close: async () => {
      closed = true;
    },
  };
}
