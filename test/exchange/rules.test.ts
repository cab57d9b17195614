import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

type RuleFile = Record<string, any>;

const BUILTIN = 'src/standards/special-equipment/rules';
const readRules = (name: string): RuleFile => JSON.parse(readFileSync(join(BUILTIN, `${name}.json`), 'utf8'));

/** S1 1.8 c), 1.10.2; S2 6.1: rules are data, read automatically, and an interface works only once they are proved. */
describe("an operator's rule files", () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonggui-rules-'));
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    mkdirSync(join(folder, 's1'));
    gateway = await startTestGateway({ rules: { folder } });
    partner = await gateway.addPartner();
  });
  beforeEach(() => rmSync(join(folder, 's1', '0101.json'), { force: true }));
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (record: unknown, busicode = '120101') =>
    ask(gateway.exchangeUrl, partner, busicode, '01', [record]);
  /** Moved in whole, as docs/rules.md advises. */
  function put(text: string): void {
    writeFileSync(join(folder, 'draft'), text);
    renameSync(join(folder, 'draft'), join(folder, 's1', '0101.json'));
  }
  async function until(reached: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await reached())) {
      if (Date.now() > deadline) throw new Error('the rules were not read anew');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
  const statusOf = async (name: string) =>
    (await gateway.admin('GET', '/api/rules')).body.rules.find(
      (rule: { name: string }) => rule.name === name,
    );
  const untilState = (source: string, state: string) =>
    until(async () => {
      const status = await statusOf('0101');
      return status.source === source && status.state === state;
    });

  it('change what is accepted without a restart, and give way to the built-in file when removed', async () => {
    const record = sampleRecord('s1/0101', { equipmentName: '客运索道一号' });
    expect((await send(record)).datalist['result']).toBe('0001');
    const rules = readRules('s1/0101');
    rules['properties'].equipmentName.maxLength = 5;
    for (const example of rules['x-examples'].good) example.equipmentName = '电梯';
    for (const { record: bad } of rules['x-examples'].bad) if (bad.equipmentName) bad.equipmentName = '电梯';
    put(JSON.stringify(rules));
    await untilState('override', 'enabled');
    const refused = await send({ ...record, updateTime: '2026-02-01 00:00:00' });
    expect(refused.datalist).toMatchObject({
      result: '0000',
      code: 'RULES_FAILED',
      errors: [{ index: 0, member: 'equipmentName', rule: 'maxLength' }],
    });
    rmSync(join(folder, 's1', '0101.json'));
    await untilState('builtin', 'enabled');
    expect((await send({ ...record, updateTime: '2026-02-01 00:00:00' })).datalist['result']).toBe('0001');
  });

  it.each([
    ['that is not JSON', () => '{', 'line 1'],
    ['whose good example fails', () => failingExample(), 'good example'],
    ['whose rules let a bad example pass', () => looseRule(), 'bad example'],
  ])('close their code, not the others, by a file %s; the operator reads why', async (_, broken, reason) => {
    put(broken());
    await untilState('override', 'disabled');
    const refused = await send(sampleRecord());
    expect(refused.datalist).toMatchObject({ result: '0000', code: 'RULES_DISABLED' });
    expect(refused.datalist['message']).not.toContain(folder);
    expect(answerIsSigned(partner, refused.members)).toBe(true);
    expect((await ask(gateway.exchangeUrl, partner, '120101', '04', [])).datalist['code']).toBe(
      'RULES_DISABLED',
    );
    expect((await send(sampleRecord('s1/0102'), '120102')).datalist['result']).toBe('0001');
    const status = await statusOf('0101');
    expect(status.reason).toContain(reason);
    expect(status.reason).toContain(join('s1', '0101.json'));
    expect(await (await fetch(`${gateway.gateway.adminUrl}/metrics`)).text()).toMatch(
      /tonggui_rule_sets_disabled 1\b/,
    );
    rmSync(join(folder, 's1', '0101.json'));
    await untilState('builtin', 'enabled');
    expect((await send(sampleRecord())).datalist['result']).toBe('0001');
  });

  it('add an interface of the operator under purpose 90, which is unknown before and after', async () => {
    const file = join(folder, 's1', '0990.json');
    const rules = /```json\n(.*?)```/s.exec(readFileSync('docs/rules.md', 'utf8'))![1]!;
    const [record] = JSON.parse(rules)['x-examples'].good;
    const code = async (busicode = '900990') => (await send(record, busicode)).datalist['code'];
    const document = async () => (await fetch(`${gateway.exchangeUrl}?doc`)).text();
    expect(await code()).toBe('BUSINESS_CODE_UNKNOWN');
    expect(await document()).not.toContain('电梯安全员登记');
    writeFileSync(file, rules);
    await until(async () => (await statusOf('0990'))?.state === 'enabled');
    expect((await send(record, '900990')).datalist['counts']).toMatchObject({ created: 1 });
    expect(await code('120990')).toBe('BUSINESS_CODE_UNKNOWN');
    expect(await document()).toContain('S1 0990 电梯安全员登记');
    rmSync(file);
    await until(async () => (await statusOf('0990')) === undefined);
    expect(await code()).toBe('BUSINESS_CODE_UNKNOWN');
  });

  it('leave an audit entry each time they are read anew', async () => {
    const { entries } = (await gateway.admin('GET', '/api/log?event=RULES_CHANGED')).body;
    const details = entries.map(({ detail }: { detail: string }) => detail);
    expect(details).toEqual(expect.arrayContaining([expect.stringContaining('s1/0101')]));
  });

  function failingExample(): string {
    const rules = readRules('s1/0101');
    rules['properties'].equipmentName.maxLength = 1;
    return JSON.stringify(rules);
  }

  function looseRule(): string {
    const rules = readRules('s1/0101');
    rules['x-examples'].bad[0].record = rules['x-examples'].good[0];
    return JSON.stringify(rules);
  }
});
