import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { csvOf } from '../console/record-client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sampleRecord } from '../support/records.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const [ADMINISTRATORS, CLERKS] = ['一个足够长的口令-2026', '本人自己选的口令-2026'];

/** An administrator and a clerk of the county, each at a browser of their own (S1 8.1). */
(CHROMIUM === undefined ? describe.skip : describe)('accounts in a browser', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let boss: Page;
  let clerk: Page;
  let first: string;
  const faults: string[] = [];

  async function openPage(hash: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // What is refused on purpose here, the browser itself notes.
      if (message.type() === 'error' && !/status of 40[0139]/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(`${gateway.gateway.adminUrl}/${hash}`);
    return page;
  }

  beforeAll(async () => {
    gateway = await startTestGateway();
    for (const id of ['COUNTY', 'CITY']) await gateway.addPartner({ id });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
    boss = await openPage('#accounts');
    await boss.locator('[name=code]').fill(gateway.gateway.setupCode!);
    await boss.locator('[name=username]').fill('王工');
    await boss.locator('[name=password]').fill(ADMINISTRATORS);
    await boss.locator('[name=again]').fill(ADMINISTRATORS);
    await boss.getByRole('button', { name: '创建管理员' }).click();
    await boss.getByRole('heading', { name: '账号' }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  const signIn = async (page: Page, password: string) => {
    await page.locator('[name=username]').fill('lifang');
    await page.locator('[name=password]').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
  };
  const rowOf = (name: string) =>
    boss.getByRole('row').filter({ has: boss.getByText(name, { exact: true }) });
  const links = (page: Page) => page.getByRole('navigation').getByRole('link').allTextContents();
  /** Calls the admin API as the page does. */
  const call = (page: Page, path: string) =>
    page.evaluate(async (wanted) => (await fetch(`/api${wanted}`)).status, path);

  it('an administrator adds a clerk for one application, whose first password is shown once', async () => {
    await boss.getByRole('button', { name: '新增账号' }).click();
    await boss.locator('[name=username]').fill('lifang');
    await boss.locator('[name=name]').fill('李芳');
    await boss.getByRole('button', { name: '创建' }).click();
    await boss.getByRole('alert').getByText('应用：至少一个应用，或 *').waitFor();
    await boss.getByLabel(/^COUNTY/).check();
    await boss.getByRole('button', { name: '创建' }).click();
    first = (await boss.locator('dialog .secret code').textContent()) ?? '';
    expect(first).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    await boss.getByRole('button', { name: '我已保存' }).click();
    await rowOf('李芳').getByText('尚未首次登录').waitFor();
    expect(await rowOf('管理员').getByRole('button').allTextContents()).toEqual(['修改']);
    expect(await boss.content()).not.toContain(first);
  });

  it('the clerk must choose an own password at the first sign-in, and is not signed in before', async () => {
    clerk = await openPage('#log');
    await signIn(clerk, first);
    await clerk.getByText('首次登录请设置自己的密码').waitFor();
    expect(await call(clerk, '/records')).toBe(401);
    const choose = async (password: string, again: string) => {
      await clerk.locator('[name=password]').fill(password);
      await clerk.locator('[name=again]').fill(again);
      await clerk.getByRole('button', { name: '设置密码并登录' }).click();
    };
    await choose(CLERKS!, `${CLERKS}！`);
    await clerk.getByRole('alert').getByText('两次输入的密码不一致').waitFor();
    await choose(first, first);
    await clerk.getByRole('alert').getByText('不能与初始密码相同').waitFor();
    await choose(CLERKS!, CLERKS!);
    await clerk.getByRole('heading', { name: '数据录入与导入导出' }).waitFor();
  });

  it('the clerk sees the page of records alone, with the one application', async () => {
    expect(await links(clerk)).toEqual(['数据录入与导入导出']);
    expect(await clerk.locator('[name=application] option').allTextContents()).toEqual([
      '请选择',
      'COUNTY 测试应用',
    ]);
    const closed = ['/log', '/overview', '/applications', '/operators', '/applications/CITY/records'];
    for (const path of closed) expect(`${path} ${await call(clerk, path)}`).toBe(`${path} 403`);
    expect(await call(clerk, '/applications/COUNTY/records')).toBe(200);
  });

  it('the clerk imports a file for it, and the log names who did', async () => {
    await clerk.locator('[name=application]').selectOption('COUNTY');
    await clerk.locator('[name=kind]').selectOption('0208');
    await clerk.locator('[name=code]').selectOption('110208');
    const buffer = Buffer.from(csvOf([sampleRecord('s1/0208')] as Record<string, string>[]));
    await clerk.locator('input[type=file]').setInputFiles({ name: '登记.csv', mimeType: 'text/csv', buffer });
    await clerk.getByRole('button', { name: '导入', exact: true }).last().click();
    await clerk.getByRole('status').getByText('已接收').first().waitFor();
    const { body } = await gateway.admin('GET', '/api/log?caller=COUNTY&size=1');
    const [entry] = (body as { entries: { event: string; detail: string }[] }).entries;
    expect(entry).toMatchObject({ event: 'EXCHANGE_ACCEPTED', wire: 'console' });
    expect(JSON.parse(entry!.detail)).toMatchObject({ actor: 'lifang' });
  });

  it('a clerk who is disabled is out at once, and comes back with a new first password alone', async () => {
    await boss.getByRole('button', { name: '刷新' }).click();
    await rowOf('李芳').getByRole('button', { name: '停用' }).click();
    await boss.getByRole('button', { name: '确定' }).click();
    await rowOf('李芳').getByText('停用', { exact: true }).waitFor();
    await clerk.locator('[name=application]').selectOption('');
    await clerk.locator('[name=application]').selectOption('COUNTY');
    await clerk.getByText('数据交换网关控制台').waitFor();
    await signIn(clerk, CLERKS!);
    await clerk.getByRole('alert').getByText('不正确').waitFor();
    await rowOf('李芳').getByRole('button', { name: '启用' }).click();
    await rowOf('李芳').getByRole('button', { name: '重置密码' }).click();
    await boss.getByRole('button', { name: '确定' }).click();
    const renewed = (await boss.locator('dialog .secret code').textContent()) ?? '';
    await boss.getByRole('button', { name: '我已保存' }).click();
    await signIn(clerk, CLERKS!);
    await clerk.getByRole('alert').getByText('不正确').waitFor();
    await signIn(clerk, renewed.toLowerCase().replaceAll('-', ' '));
    await clerk.getByText('首次登录请设置自己的密码').waitFor();
  });

  it('broke no rule of its content security policy and threw nothing', async () => {
    expect(await boss.locator('main').textContent()).not.toMatch(/false|undefined|\[object/);
    expect(faults).toEqual([]);
  });
});
