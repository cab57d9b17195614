import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { restBody, signedMessage } from '../support/partner.ts';
import { addProvider } from '../support/s5.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

if (CHROMIUM === undefined) {
  process.stderr.write('Chromium not found: the console is not tested in a browser\n');
  const everything = process.env['TONGGUI_TEST_ALL'] === '1';
  (everything ? it : it.skip)('finds Chromium', () => {
    throw new Error('Chromium not found, and TONGGUI_TEST_ALL=1 asks for all tests');
  });
}

/** As an operator walks through it, in a real browser. */
(CHROMIUM === undefined ? describe.skip : describe)('the console in a browser', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway();
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(gateway.gateway.adminUrl);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  const open = (title: string) => page.getByRole('link', { name: title, exact: true }).click();

  it('sets the first operator up with the one-time code', async () => {
    await page.locator('[name=code]').fill(gateway.gateway.setupCode!);
    await page.locator('[name=username]').fill('operator');
    await page.locator('[name=password]').fill('一个足够长的口令-2026');
    await page.locator('[name=again]').fill('一个足够长的口令-2026');
    await page.getByRole('button', { name: '创建管理员' }).click();
    await page.getByRole('heading', { name: '概览' }).waitFor();
  });

  it('adds an application whose name is markup, shows its secret once, and shows the name as text (C01)', async () => {
    await open('应用');
    await page.getByRole('button', { name: '新增应用' }).click();
    await page.locator('dialog [name=id]').fill('WEB1');
    await page.locator('dialog [name=name]').fill('<img src=x onerror=alert(1)>');
    await page.locator('dialog button.primary').click();
    const secret = await page.locator('.secret code').first().textContent();
    expect(secret).toMatch(/^[0-9A-Fa-f]{32}$/);
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.getByRole('cell', { name: '<img src=x onerror=alert(1)>' }).waitFor();
    expect(await page.locator('td img').count()).toBe(0);
    expect(await page.content()).not.toContain(secret!);
  });

  it('finds an exchange in the interface log', async () => {
    const partner = await gateway.addPartner();
    await ask(gateway.exchangeUrl, partner, '120101', '04', []);
    await open('接口日志');
    await page.getByText(partner.appid).first().waitFor();
  });

  it('tells in the clinic that a partner signed in lower case', async () => {
    const partner = await gateway.addPartner();
    const message = signedMessage(partner, '120101', '04', []);
    await open('签名诊断');
    await page.locator('[name=appid]').fill(partner.appid);
    await page.locator('[name=request]').fill(restBody({ ...message, sign: message.sign.toLowerCase() }));
    await page.getByRole('button', { name: '诊断' }).click();
    await page.getByText('签名为小写十六进制').waitFor();
    expect(await page.content()).not.toContain(partner.secret);
  });

  it('tells on the overview whether daily data is late (S5 5.2)', async () => {
    await open('概览');
    await page.getByText('交换次数自本进程启动起计。').waitFor();
    expect(await page.getByText('逾期未更新').count()).toBe(0);
    await addProvider(gateway);
    await page.getByRole('button', { name: '刷新' }).click();
    await page.getByText('应定期更新的 9 项数据均未逾期。').waitFor();
    expect(await page.locator('.tile', { hasText: '逾期未更新' }).locator('strong').textContent()).toBe('0');
    expect(await page.locator('main').textContent()).not.toMatch(/false|undefined|\[object/);
  });

  it('signs out, and knows nothing afterwards', async () => {
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('button', { name: '登录' }).waitFor();
    await page.goto(`${gateway.gateway.adminUrl}/#applications`);
    await page.getByRole('button', { name: '登录' }).waitFor();
  });

  it('broke no rule of its content security policy and threw nothing', () => {
    expect(faults).toEqual([]);
  });
});
