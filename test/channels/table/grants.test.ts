import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { allSettled, describeFronts, type Front, rowsOf, until, watch } from './front.ts';
import { createRecorder } from './recorder.ts';

const BATCH = '2024041700000001';

const named = (name: string) => sql.ref(name);

/** The same database as a user with what docs/channels.md says that the gateway needs, and nothing else. */
async function asGateway({ settings, provider }: Front): Promise<Front['settings']> {
  if (settings.kind === 'sqlite') return settings;
  const url = new URL(settings.url!.replace(/^postgres:\/\/\//, 'postgres://localhost/'));
  const user = `gateway_${url.pathname.slice(-16)}`;
  const postgres = settings.kind === 'postgres';
  const grantee = sql.raw(postgres ? user : `${user}@localhost`);
  await sql`create user ${grantee}`.execute(provider);
  for (const table of ['riskPoint', 'deptInfo']) {
    await sql`grant select on ${sql.table(table)} to ${grantee}`.execute(provider);
    await sql`
      grant update (${named('tgResult')}, ${named('tgError')}, ${named('tgTime')}) on ${sql.table(table)} to ${grantee}
    `.execute(provider);
  }
  await sql`grant select, insert, update on ${sql.table('tgBatch')} to ${grantee}`.execute(provider);
  if (postgres) return { kind: 'postgres', url: settings.url!.replace('user=postgres', `user=${user}`) };
  return { kind: 'mysql', url: settings.url!.replace('root@', `${user}@`) };
}

describeFronts((openFront) => {
  it('needs no other rights than the documentation says', async () => {
    const front = await openFront();
    const failures: unknown[] = [];
    await front.fill('riskPoint', rowsOf(BATCH, 3));
    const gateway = await asGateway(front);
    const channel = await watch({ settings: gateway }, createRecorder().exchange, {}, (error) =>
      failures.push(error),
    );
    const rows = await until(() => front.rows('riskPoint'), allSettled).catch((error) => [error, failures]);
    await channel.stop(1000);
    expect(failures).toEqual([]);
    expect(rows.map(({ tgResult }) => tgResult)).toEqual(['0', '0', '0']);
  });
});
