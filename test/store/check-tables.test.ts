import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { describeStores } from '../postgres.ts';

describeStores((_, open) => {
  it('is not opened where its tables were made by an earlier version and count as up to date', async () => {
    const store = await open();
    await expect(store.migrate()).resolves.toBeUndefined();
    await sql`alter table operator drop column role`.execute(store.database);
    await expect(store.migrate()).rejects.toThrow(
      /^the table operator was made .* begin with a new data folder/,
    );
  });
});
