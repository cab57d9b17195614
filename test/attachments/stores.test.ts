import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { openAttachments } from '../../src/attachments/open-attachments.ts';
import { describeStores } from '../postgres.ts';
import { change, changeOf, ledgerOf } from '../store/fixture.ts';

const DAY = 86_400_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describeStores((_, open) => {
  it('keeps files, gives them back to any process, and forgets what no record names', async () => {
    const { database, ...store } = await open();
    const folder = mkdtempSync(join(tmpdir(), 'tonggui-files-'));
    folders.push(folder);
    let clock = Date.now();
    const process = () =>
      openAttachments({ database, folder, bytes: 1000, kinds: ['txt'], unusedDays: 1, now: () => clock });
    const upload = { name: '表.txt', mediaType: 'text/plain', bytes: Buffer.from('内容') };
    const named = await process().keep(upload, 'app1');
    const unnamed = await process().keep({ ...upload, name: 'b.txt' }, 'app1');
    expect(await process().read(named.id)).toEqual({ facts: named, content: upload.bytes });
    const content = JSON.stringify({ fileName: `/file/${named.id}` });
    const ledger = await ledgerOf({ database, ...store });
    await change(
      ledger,
      ...Array.from({ length: 600 }, (__, index) => changeOf(`k${index}`)),
      changeOf('z', { content }),
    );
    clock += DAY + 1;
    await Promise.all([process().forgetUnused(), process().forgetUnused()]);
    expect((await process().read(named.id))?.content).toEqual(upload.bytes);
    expect(await process().read(unnamed.id)).toBeUndefined();
  });
});
