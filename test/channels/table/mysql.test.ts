import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openMysql } from '../../../src/channels/table/mysql.ts';
import { findMariadb, startMariadb } from '../../mariadb.ts';

const mariadb = findMariadb();
// That it is not installed is told, and fails where it must not be left out, by `describeFronts`.
(mariadb === undefined ? describe.skip : describe)('a MariaDB server that freezes', () => {
  it('is given up, and asked again over a new connection once it goes on', async () => {
    const server = await startMariadb(mariadb!);
    const front = await openMysql(await server.createDatabase(), 2, 400);
    try {
      const held: unknown[] = [];
      const ask = () =>
        front.exclusively('', async (database) => {
          held.push(true);
          return sql`select 1 as one`.execute(database);
        });
      expect((await ask())!.rows).toEqual([{ one: 1n }]);
      const { go } = server.freeze();
      const begun = performance.now();
      await expect(ask()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      expect(performance.now() - begun).toBeLessThan(3000);
      go();
      expect((await ask())!.rows).toEqual([{ one: 1n }]);
      expect(held).toHaveLength(2);
    } finally {
      await front.close(true);
      await server.remove();
    }
  });
});
