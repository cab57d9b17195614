import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Application } from '../../src/envelope/application.ts';
import type { Attachments } from '../../src/envelope/attachment.ts';
import type { ChangeResult } from '../../src/envelope/commit.ts';
import type { Instruction } from '../../src/envelope/envelope.ts';
import { handle } from '../../src/handlers/handle.ts';
import { checkRules } from '../../src/pipeline/check-rules.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import type { Store } from '../../src/store/open-store.ts';
import { readItems } from '../../src/text/json.ts';
import { sampleApplication } from '../access/sample-application.ts';
import { describeStores } from '../postgres.ts';
import { entryOf, ledgerOf } from '../store/fixture.ts';

const rules = loadRules({ builtin: join(import.meta.dirname, '../../src/standards/dual-prevention/rules') });
const DEPARTMENT = { deptName: '工程部', dParentName: '示例公司', isSecDept: '1' };
const PERSON = {
  psnName: '张三',
  idCardNo: '321100199001010018',
  deptName: '工程部',
  isSecChief: '0',
  isSecManager: '0',
  isOpr: '0',
  isRes: '0',
};

/** Sends instructions to a store as the exchange does. */
async function senderTo(store: Store, scope?: readonly string[]) {
  const ledger = await ledgerOf(store);
  const run = async (application: Application, asked: Instruction) => {
    const { rules: found, instruction, warnings } = checkRules(rules, 's5', asked);
    const context = { application, rules: found, warnings, scope, reveal: false, reads: store.reads };
    const work = await handle(instruction, { ...context, attachments: {} as Attachments });
    let told: readonly ChangeResult[] = [];
    await ledger.commit({
      changes: work.changes,
      settle: (results) => {
        told = results;
        return { answer: '', entry: entryOf() };
      },
    });
    return work.answer(told, 0);
  };
  return (
    caller: string,
    kind: 'add' | 'modify' | 'delete',
    ruleSet: string,
    ...records: readonly object[]
  ) =>
    run(sampleApplication({ id: caller, standard: 's5' }), {
      kind,
      ruleSet,
      items: readItems(JSON.stringify(records)),
    });
}

const contents = async (store: Store, ruleSet: string, members: Readonly<Record<string, string>>) => {
  const criteria = [{ members }];
  const query = { standard: 's5', ruleSet, criteria, primaryKey: [], paging: { page: 1, size: 1 } };
  const { rows, page } = await store.reads.records(query);
  return { rows: rows.map((text) => JSON.parse(text)), page };
};

describeStores((_, open) => {
  it('keeps departments of one name apart, each of its own unit', async () => {
    const store = await open();
    const send = await senderTo(store);
    expect((await send('unit1', 'add', 'deptInfo', DEPARTMENT)).counts).toMatchObject({ created: 1 });
    expect((await send('unit2', 'add', 'deptInfo', DEPARTMENT)).counts).toMatchObject({ created: 1 });
    const changed = { ...DEPARTMENT, isSecDept: false };
    expect((await send('unit2', 'modify', 'deptInfo', changed)).counts).toMatchObject({ updated: 1 });
    expect(
      (await contents(store, 'deptInfo', { deptName: '工程部', dParentName: '示例公司' })).page.total,
    ).toBe(2);
    expect((await send('unit1', 'delete', 'deptInfo', DEPARTMENT)).counts).toMatchObject({ deleted: 1 });
    const left = await contents(store, 'deptInfo', { deptName: '工程部' });
    expect(left.rows).toEqual([{ ...DEPARTMENT, isSecDept: '0' }]);
  });

  it('finds a person by number, and shows the number in no key, cursor or refusal', async () => {
    const store = await open();
    const send = await senderTo(store);
    const other = { ...PERSON, idCardNo: '321100199001010026', isOpr: 0 };
    await send('unit1', 'add', 'psnInfo', PERSON, other);
    const found = await contents(store, 'psnInfo', { idCardNo: PERSON.idCardNo });
    expect(found.rows).toEqual([PERSON]);
    const first = await contents(store, 'psnInfo', { deptName: '工程部' });
    const cursor = Buffer.from(first.page.cursor!, 'base64url').toString();
    expect(cursor).not.toMatch(/\d{17}/);
    const refusal = await send('unit1', 'modify', 'psnInfo', {
      ...PERSON,
      idCardNo: '321100199001010034',
    }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'RECORD_NOT_FOUND',
      details: [{ index: 0, key: '3211**********0034' }],
    });
  });

  it('looks for values as they are stored, however the question writes them', async () => {
    const store = await open();
    const send = await senderTo(store);
    await send('unit1', 'add', 'deptInfo', DEPARTMENT, {
      ...DEPARTMENT,
      deptName: '财务部',
      isSecDept: '否',
    });
    const find = async (members: Readonly<Record<string, string>>) => {
      const paging = { page: 1, size: 10 };
      const { instruction } = checkRules(rules, 's5', {
        kind: 'query',
        ruleSet: 'deptInfo',
        criteria: [{ members }],
        paging,
      });
      const { criteria } = instruction as Extract<Instruction, { kind: 'query' }>;
      const query = { standard: 's5', ruleSet: 'deptInfo', criteria, primaryKey: [], paging };
      return (await store.reads.records(query)).rows.map((text) => JSON.parse(text).deptName);
    };
    expect(await find({ isSecDept: '是' })).toEqual(['工程部']);
    expect(await find({ isSecDept: 'false' })).toEqual(['财务部']);
    expect(await find({ isSecDept: '' })).toEqual([]);
  });

  it('lets a sender whose grants name regions change its own data that has none', async () => {
    const send = await senderTo(await open(), ['3211']);
    expect((await send('unit1', 'add', 'deptInfo', DEPARTMENT)).counts).toMatchObject({ created: 1 });
    const changed = { ...DEPARTMENT, isSecDept: '0' };
    expect((await send('unit1', 'add', 'deptInfo', changed)).counts).toMatchObject({ updated: 1 });
  });
});
