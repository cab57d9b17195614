import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { nameKey } from '../../src/providers/name-key.ts';
import { openStore } from '../../src/store/open-store.ts';
import { hostOf, openConsole, PASSWORD, signIn } from '../console/fixture.ts';
import { openedIn, SECRET, serviceOf, setup } from '../providers/fixture.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

const BREAKER = {
  provider: nameKey('苏州'),
  name: '苏州',
  operations: 'query',
  state: 'open',
  calls: 20,
  failures: 11,
  since: new Date(),
} as const;

/** As an operator walks through it, in a real browser. */
(CHROMIUM === undefined ? describe.skip : describe)('interfaces of providers in a browser', () => {
  it('are set up, fail and pass their test, are enabled, stopped with a notice and retired', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tonggui-browser-'));
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'tonggui.db') });
    await store.migrate();
    let broken: string | undefined = 'no answer within 10 s';
    const { registry, interfaces } = await openedIn(async () => store, { probe: async () => broken });
    await registry.put(serviceOf('苏州', { business: 'suzhou' }));
    await registry.put(serviceOf('副本', { business: 'another' }));
    const console = await openConsole({ interfaces, breakers: () => [BREAKER] });
    await signIn(console);
    const browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(10_000);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`http://${hostOf(console.server)}/#interfaces`);
      await page.locator('[name=username]').fill('admin');
      await page.locator('[name=password]').fill(PASSWORD);
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByText('还没有提供方接口').waitFor();
      await page.getByRole('row', { name: '苏州 查询 熔断 11 / 20' }).waitFor();

      await page.getByRole('button', { name: '新增接口' }).click();
      const dialog = page.locator('dialog');
      await dialog.locator('[name=id]').fill('不是标识');
      await dialog.locator('[name=appid]').fill('GATEWAY');
      await dialog.locator('[name=key]').fill(SECRET);
      await dialog.locator('[name=wire]').selectOption('soap12');
      await dialog.locator('[name=level]').selectOption('city');
      await dialog.locator('[name=name]').fill('<b>苏州特检</b>');
      await dialog.getByRole('button', { name: '新增', exact: true }).click();
      await dialog.getByText('应为注册中心的标识（UUID）').waitFor();
      await dialog.locator('[name=id]').fill(nameKey('苏州'));
      await dialog.getByRole('button', { name: '新增', exact: true }).click();
      const row = page.getByRole('row').filter({ hasText: '<b>苏州特检</b>' });
      await row.getByText('草稿').waitFor();
      expect(await page.content()).not.toContain(SECRET);

      await row.getByRole('button', { name: '测试' }).click();
      await dialog.getByText('no answer within 10 s').waitFor();
      await dialog.getByRole('button', { name: '关闭' }).click();
      expect(await row.getByRole('button', { name: '启用' }).count()).toBe(0);
      broken = undefined;
      await row.getByRole('button', { name: '测试' }).click();
      await dialog.getByText('测试通过').waitFor();
      await dialog.getByRole('button', { name: '关闭' }).click();
      await row.getByRole('button', { name: '启用' }).click();
      await row.locator('.tag').getByText('启用', { exact: true }).waitFor();

      await row.getByRole('button', { name: '修改' }).click();
      await dialog.locator('[name=level]').selectOption('');
      await dialog.locator('[name=regions]').fill('320500');
      await dialog.getByRole('button', { name: '保存' }).click();
      await row.getByText('待测试').waitFor();
      expect(interfaces.get(nameKey('苏州'))!.written).toMatchObject({
        regions: ['320500'],
        wire: 'soap12',
        account: { sign: { key: SECRET } },
      });
      expect(interfaces.get(nameKey('苏州'))!.written.level).toBeUndefined();

      const { id } = await interfaces.add(setup('副本'));
      await interfaces.test(id);
      await page.getByRole('button', { name: '刷新' }).click();
      await page.getByText(/^一数一源：<b>苏州特检<\/b> 1与副本 1都提供 \*0401/).waitFor();

      await row.getByRole('button', { name: '停用' }).click();
      await dialog.locator('[name=notice]').fill('年度维护');
      await dialog.getByRole('button', { name: '停用' }).click();
      await row.getByText('年度维护').waitFor();
      await row.getByRole('button', { name: '下线' }).click();
      await dialog.getByRole('button', { name: '确定' }).click();
      await row.locator('.tag').getByText('下线', { exact: true }).waitFor();
      expect(await row.getByRole('button').allTextContents()).toEqual(['详情']);
      await page.goto(`http://${hostOf(console.server)}/#overview`);
      await page.locator('.tile').filter({ hasText: '熔断的接口' }).getByText('1', { exact: true }).waitFor();
      expect(await page.locator('main').textContent()).not.toMatch(/false|undefined|\[object/);
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
