import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ask } from '../support/gateway.ts';
import { runTonggui, startChild } from './support/child-gateway.ts';

it('D07: a second process on the same data folder ends at once and says why; the first one works on', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-one-'));
  const first = await startChild(data);
  try {
    const partner = await first.addPartner('FIRST');
    const second = await runTonggui(['serve', '--data', data, '--port', '0', '--admin-port', '0']);
    expect(second).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('another gateway process'),
    });
    expect((await ask(first.url, partner, '120101', '04', [])).datalist['result']).toBe('0001');
    expect(await first.end('SIGKILL')).toBeNull();
    const third = await startChild(data);
    expect((await ask(third.url, partner, '120101', '04', [])).datalist['result']).toBe('0001');
    expect(await third.end('SIGTERM')).toBe(0);
  } finally {
    first.child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
}, 30_000);
