import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { csvOf } from '../console/record-client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sampleRecord } from '../support/records.ts';
import { addProvider, riskPoint } from '../support/s5.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

/** As an operator walks through it, in a real browser. */
(CHROMIUM === undefined ? describe.skip : describe)('records in a browser', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway();
    await gateway.addPartner({ id: 'WEB' });
    await gateway.addPartner({ id: 'AWAY', networks: ['10.0.0.0/8'], certificate: { subject: 'CN=a' } });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('ERR_FAILED')) faults.push(message.text());
    });
    await page.goto(`${gateway.gateway.adminUrl}/#records`);
    await page.locator('[name=code]').fill(gateway.gateway.setupCode!);
    await page.locator('[name=username]').fill('王工');
    await page.locator('[name=password]').fill('一个足够长的口令-2026');
    await page.locator('[name=again]').fill('一个足够长的口令-2026');
    await page.getByRole('button', { name: '创建管理员' }).click();
    await page.getByRole('heading', { name: '数据录入与导入导出' }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  const choose = async (application: string) => {
    await page.locator('[name=application]').selectOption(application);
    await page.locator('[name=kind]').selectOption('0208');
    await page.locator('[name=code]').selectOption('110208');
  };
  const told = (text: string) => page.getByRole('status').getByText(text).first().waitFor();
  const work = (name: string) =>
    page.getByRole('group', { name: '办理' }).getByRole('button', { name }).click();
  const upload = (name: string, text: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const saved = async (press: () => Promise<unknown>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  const lastEntry = async () => {
    const { body } = await gateway.admin('GET', '/api/log?caller=WEB&size=1');
    return (body as { entries: Record<string, unknown>[] }).entries[0]!;
  };

  const [record, other] = [sampleRecord('s1/0208'), sampleRecord('s1/0208')] as Record<string, string>[];

  it('shows what is wrong with a file line by line, and gives the report as a file', async () => {
    await choose('WEB');
    await upload('登记.csv', csvOf([record!, { ...other, equipmentStatus: '丢失' }]));
    await page.getByRole('button', { name: '导入', exact: true }).last().click();
    await told('未接收');
    await page.getByRole('row', { name: /^第3行 有错误 .* equipmentStatus/ }).waitFor();
    const report = await saved(() => page.getByRole('button', { name: '下载处理结果' }).click());
    expect(report.name).toBe('登记-处理结果.csv');
    expect(report.text).toContain('第3行,有错误');
  });

  it('imports the mended file; a second click and a retry after a lost answer are the same message', async () => {
    await upload('登记.csv', csvOf([record!, { ...other, useAddress: '=1+1' }]));
    const submit = page.getByRole('button', { name: '导入', exact: true }).last();
    await page.route('**/records/import?*', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await submit.click();
    await page.getByRole('alert').getByText('请不作改动再次提交').waitFor();
    expect(await lastEntry()).toMatchObject({ event: 'EXCHANGE_ACCEPTED', wire: 'console', records: 2 });
    await page.unroute('**/records/import?*');
    await submit.click();
    await told('已接收');
    const entry = await lastEntry();
    expect(entry['event']).toBe('EXCHANGE_REPEATED');
    expect(String(entry['detail'])).toContain('王工');
  });

  it('enters a record by hand, its faults at their fields', async () => {
    await work('录入');
    const entered = sampleRecord('s1/0208', { registrationDate: '2024年6月10日' });
    for (const [name, value] of Object.entries(entered)) {
      const control = page.locator(`form [name=${name}]`);
      const list = (await control.evaluate((element) => element.tagName)) === 'SELECT';
      await (list ? control.selectOption(String(value)) : control.fill(String(value)));
    }
    await page.getByRole('button', { name: '提交' }).click();
    await told('未接收');
    const date = page.locator('label', { has: page.locator('[name=registrationDate]') });
    expect(await date.locator('.fault').textContent()).toContain('登记日期');
    await date.locator('input').fill('2024-06-10');
    await page.getByRole('button', { name: '提交' }).click();
    await told('已接收');
    expect(await page.locator('form [name=registrationCertNo]').inputValue()).toBe('');
    expect(await lastEntry()).toMatchObject({ event: 'EXCHANGE_ACCEPTED', records: 1, business: '110208' });
  });

  it('exports what it stored, in cells that no spreadsheet runs', async () => {
    await work('导出');
    await page.locator('form [name=registrationCertNo]').fill(other!['registrationCertNo']!);
    await page.locator('form [name=format]').selectOption('csv');
    const file = await saved(() => page.getByRole('button', { name: '导出', exact: true }).last().click());
    expect(file.name).toBe('导出.csv');
    expect(file.text).toContain(`,'=1+1,`);
    await told('已导出 1 条。');
  });

  it('gives an empty table with Chinese titles', async () => {
    await work('模板下载');
    await page.locator('form [name=format]').selectOption('csv');
    const file = await saved(() => page.getByRole('button', { name: '下载模板' }).click());
    expect(file.name).toMatch(/-模板\.csv$/);
    expect(file.text).toContain('*使用登记证编号（registrationCertNo）');
  });

  it('sends S5 data too; what its messages must name beside the data can be filled in last', async () => {
    const { appid } = await addProvider(gateway);
    await page.reload();
    await page.locator('[name=application]').selectOption(appid);
    await page.locator('[name=kind]').selectOption('riskPoint');
    await upload('风险点.csv', csvOf([riskPoint()]));
    const submit = page.getByRole('button', { name: '导入', exact: true }).last();
    await submit.click();
    await told('BAD_PARAMETER');
    await page.getByLabel('分布式存储标识').fill('db1');
    await submit.click();
    await told('已接收');
  });

  it('tells beforehand what an operator cannot show for an application, and afterwards why it was refused', async () => {
    await choose('AWAY');
    await page.getByText('该应用限定来源网络，您的地址 127.0.0.1 不在其中，会被拒绝。').waitFor();
    await page.getByText(/控制台不能代为出示/).waitFor();
    await work('导入');
    await upload('登记.csv', csvOf([record!]));
    await page.getByRole('button', { name: '导入', exact: true }).last().click();
    await told('ADDRESS_DENIED');
  });

  it('broke no rule of its content security policy and threw nothing', async () => {
    expect(await page.locator('main').textContent()).not.toMatch(/false|undefined|\[object/);
    expect(faults).toEqual([]);
  });
});
