import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, exchange, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Partner, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';
import { lookInside } from './support/look-inside.ts';

/** Where the small disk is; nothing is mounted before a test runs, nor left behind when none does. */
let disk = '';

function mountSmallDisk(): void {
  disk = mkdtempSync(join(tmpdir(), 'tonggui-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk], { stdio: 'ignore' });
}

function unmountSmallDisk(): void {
  // Lazy: an open file of this process must not hold it.
  execFileSync('umount', ['--lazy', disk], { stdio: 'ignore' });
  rmSync(disk, { recursive: true, force: true });
}

/** Mounting needs a right that a container, or anyone but root, may not have. */
function mayMount(): boolean {
  try {
    mountSmallDisk();
    unmountSmallDisk();
    return true;
  } catch {
    rmSync(disk, { recursive: true, force: true });
    return false;
  }
}

const filler = () => join(disk, 'filler');

function fillDisk(): void {
  const file = openSync(filler(), 'w');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) fillBy(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
}

function fillBy(file: number, bytes: Buffer): void {
  try {
    for (;;) if (writeSync(file, bytes) < bytes.length) return;
  } catch {
    // Full.
  }
}

if (!mayMount()) {
  describe('D03: a full disk', () => {
    it.skip('needs the right to mount a small disk', () => {});
  });
} else {
  describe('D03: a full disk', () => {
    let gateway: TestGateway;
    let partner: Partner;
    beforeAll(async () => {
      mountSmallDisk();
      gateway = await startTestGateway({ data: join(disk, 'data') });
      partner = await gateway.addPartner();
    });
    afterAll(async () => {
      await gateway.stop();
      unmountSmallDisk();
    });

    it('refuses what it cannot write with 503, still tells its state, and goes on when there is space', async () => {
      const inside = lookInside(gateway.data);
      const records = Array.from({ length: 500 }, () => sampleRecord());
      const message = signedMessage(partner, '120101', '01', records);
      const before = inside.count();
      const ready = async () => (await fetch(`${gateway.gateway.adminUrl}/health/ready`)).status;
      expect(await ready()).toBe(200);
      fillDisk();
      expect(await ready()).toBe(503);
      const refused = await exchange(gateway.exchangeUrl, message);
      expect(refused.status).toBe(503);
      expect(refused.datalist).toMatchObject({ result: '0000', code: 'STORAGE_UNAVAILABLE' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(inside.count().records).toBe(before.records);
      expect((await fetch(`${gateway.gateway.adminUrl}/health/live`)).status).toBe(200);
      expect((await gateway.admin('GET', '/api/log')).status).toBe(200);
      const query = await ask(gateway.exchangeUrl, partner, '120101', '04', []);
      expect(query.datalist).toMatchObject({ result: '0000', code: 'STORAGE_UNAVAILABLE' });

      rmSync(filler());
      expect(await ready()).toBe(200);
      const again = await exchange(gateway.exchangeUrl, message);
      expect(again.datalist).toMatchObject({ result: '0001', counts: { created: 500 } });
      expect(inside.count().records).toBe(before.records + 500);
      expect((await ask(gateway.exchangeUrl, partner, '120101', '04', [])).datalist['total']).toBe(500);
      inside.close();
    }, 30_000);
  });
}
