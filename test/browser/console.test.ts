import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  let folder: string;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tonggui-browser-'));
    writeFileSync(join(folder, 'front.db'), '');
    const database = { kind: 'sqlite', file: join(folder, 'front.db') };
    const table = [{ name: 'front', application: 'NOBODY', database }];
    gateway = await startTestGateway({ channels: { tcp: { port: 0 }, table } });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // What is refused on purpose here, the browser itself notes.
      if (message.type() === 'error' && !message.text().includes('status of 400'))
        faults.push(message.text());
    });
    await page.goto(gateway.gateway.adminUrl);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (title: string) => page.getByRole('link', { name: title, exact: true }).click();

  it('sets the first operator up with the one-time code, and says in Chinese what is wrong with a password', async () => {
    await page.locator('[name=code]').fill(gateway.gateway.setupCode!);
    await page.locator('[name=username]').fill('operator');
    for (const [password, fault] of [
      ['太短', '密码：至少 12 个字符'],
      ['operator-2026-operator', '密码：密码中不能包含用户名'],
    ] as const) {
      await page.locator('[name=password]').fill(password);
      await page.locator('[name=again]').fill(password);
      await page.getByRole('button', { name: '创建管理员' }).click();
      await page.getByRole('alert').getByText(fault, { exact: true }).waitFor();
    }
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

  it('adds an application with a cipher, a certificate, dates and semantic statuses, and changes them', async () => {
    await open('应用');
    await page.getByRole('button', { name: '新增应用' }).click();
    const dialog = page.locator('dialog');
    await dialog.locator('[name=id]').fill('WEB2');
    await dialog.locator('[name=name]').fill('全部设置');
    await dialog.locator('[name=profile]').selectOption('HMAC-SM3');
    await dialog.locator('[name=cipher]').selectOption('SM4-CBC-HMAC-SM3');
    await dialog.locator('[name=fingerprint]').fill('abc');
    await dialog.locator('[name=validFrom]').fill('2026-01-01');
    await dialog.locator('[name=validUntil]').fill('2099-12-31');
    await dialog.locator('[name=httpStatus]').selectOption('semantic');
    await dialog.locator('[name=level]').selectOption('city');
    await dialog.locator('[name=lenientCase]').selectOption('true');
    await dialog.getByRole('button', { name: '创建' }).click();
    await dialog.getByText('证书指纹：应为 SHA-256 指纹，64 位十六进制').waitFor();
    await dialog.locator('[name=fingerprint]').fill('ab:'.repeat(31).concat('ab'));
    await dialog.getByRole('button', { name: '创建' }).click();
    await page.getByRole('button', { name: '我已保存' }).waitFor();
    expect(await dialog.locator('.secret code').count()).toBe(2);
    await page.getByRole('button', { name: '我已保存' }).click();
    const stored = async () =>
      page.evaluate(async () => {
        const answer = await fetch('/api/applications/WEB2');
        return ((await answer.json()) as { application: Record<string, unknown> }).application;
      });
    const settings = {
      cipher: { algorithm: 'SM4-CBC-HMAC-SM3' },
      certificate: { fingerprint256: 'AB'.repeat(32) },
      validFrom: '2025-12-31T16:00:00.000Z',
      validUntil: '2099-12-31T15:59:59.999Z',
      httpStatus: 'semantic',
      level: 'city',
      sign: { profile: 'HMAC-SM3', lenientCase: true },
    };
    expect(await stored()).toMatchObject(settings);

    const change = async (fill: () => Promise<unknown>) => {
      await page.getByRole('row', { name: 'WEB2' }).getByRole('button', { name: '修改' }).click();
      await fill();
      await dialog.getByRole('button', { name: '保存' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await change(() => dialog.locator('[name=name]').fill('改名'));
    expect(await stored()).toMatchObject({ ...settings, name: '改名' });
    await change(async () => {
      await dialog.locator('[name=cipher]').selectOption('');
      await dialog.locator('[name=fingerprint]').fill('');
      await dialog.locator('[name=validFrom]').fill('');
      await dialog.locator('[name=level]').selectOption('');
    });
    const left = await stored();
    expect(left).toMatchObject({ httpStatus: 'semantic', validUntil: settings.validUntil });
    for (const name of ['cipher', 'certificate', 'validFrom', 'level']) expect(left).not.toHaveProperty(name);
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

  it('tells on the overview which channel takes nothing, and why', async () => {
    await open('概览');
    const rowOf = (name: string) =>
      page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
    await rowOf('tcp').getByText('正常').waitFor();
    await rowOf('table').getByText('异常').waitFor();
    expect(await page.locator('.tile', { hasText: '异常的通道' }).locator('strong').textContent()).toBe('1');
    const told = await rowOf('table').textContent();
    expect(told).toContain('front: there is no table tgBatch');
    expect(told).toContain('front: there is no application NOBODY');
    const ready = await fetch(`${gateway.gateway.adminUrl}/health/ready`);
    expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([200, 'degraded']);
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
