import { expect, it } from '@jest/globals';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { allSettled, describeFronts, rowOf, rowsOf, until, watch } from './front.ts';
import { createRecorder, OK, refusal } from './recorder.ts';

const BATCH = '2024041700000001';
const NEXT = '2024041700000002';

describeFronts((openFront) => {
  it('asks once for each row, as its type of operation says, and confirms it', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    const added = rowOf(BATCH, 'R1', { riskName: null });
    const changed = rowOf(BATCH, 'R2', { busType: 'U' });
    const deleted = rowOf(BATCH, 'R3', { busType: 'D' });
    await front.fill('riskPoint', [added, changed, deleted]);
    const channel = await watch(front, recorder.exchange);
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(rows.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual(Array(3).fill(['0', '']));
    expect(rows[0]!['tgTime']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(recorder.asked.map(({ operation, serial, records }) => [operation, serial, records])).toEqual([
      ['addObjects', `${BATCH}-${added['ID']}`, [{ riskNo: 'R1' }]],
      ['updateObjects', `${BATCH}-${changed['ID']}`, [{ riskNo: 'R2', riskName: '测试' }]],
      ['deleteObjects', `${BATCH}-${deleted['ID']}`, [{ riskNo: 'R3', riskName: '测试' }]],
    ]);
    expect(recorder.asked[0]!.raw).toMatchObject({
      wire: 'table',
      standard: 'dual-prevention',
      vouched: 'PROVIDER',
      address: `/addObjects/${BATCH}-${added['ID']}/front/riskPoint`,
      peer: { address: '127.0.0.1' },
    });
    expect(await front.batches()).toMatchObject([
      { batchNo: BATCH, state: 'done', accepted: expect.anything(), flags: '', note: '' },
    ]);
  });

  it('writes an error back to its row; neither the other rows nor the next batch wait for it', async () => {
    const front = await openFront();
    const fault = { index: 0, member: 'riskName', rule: 'maxLength', message: '超过长度' };
    const recorder = createRecorder(({ records }) =>
      records[0]!['riskNo'] === 'BAD' ? refusal(new ExchangeError('RULES_FAILED', { details: [fault] })) : OK,
    );
    await front.fill('riskPoint', [
      rowOf(BATCH, 'A'),
      rowOf(BATCH, 'BAD'),
      rowOf(BATCH, 'C'),
      rowOf(NEXT, 'D'),
    ]);
    const channel = await watch(front, recorder.exchange);
    const rows = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(rows.map(({ tgResult }) => tgResult)).toEqual(['0', '4008', '0', '0']);
    expect(rows[1]!['tgError']).toBe('数据校验未通过；riskName：超过长度');
    const batches = await front.batches();
    expect(batches.map(({ state, accepted, refused }) => [state, Number(accepted), Number(refused)])).toEqual(
      [
        ['done', 2, 1],
        ['done', 1, 0],
      ],
    );
  });

  it('keeps the order of rows of one key: by time, then I before U before D, whatever their IDs', async () => {
    const front = await openFront();
    const recorder = createRecorder(undefined, 2);
    const late = { updateDate: '2024-04-17 09:00:00' };
    const rows = [
      rowOf(BATCH, 'K', { ID: 'a', busType: 'D', ...late }),
      rowOf(BATCH, 'K', { ID: 'b', busType: 'U', riskName: 'second' }),
      rowOf(BATCH, 'K', { ID: 'c', busType: 'U', riskName: 'third' }),
      rowOf(BATCH, 'K', { ID: 'd', busType: 'I', riskName: 'first' }),
      rowOf(BATCH, 'K', { ID: 'e', busType: 'I', ...late }),
      ...rowsOf(BATCH, 20),
    ];
    await front.fill('riskPoint', rows);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    const order = recorder.accepted.map((serial) => serial.slice(BATCH.length + 1));
    expect(order.filter((id) => id.length === 1)).toEqual(['d', 'b', 'c', 'e', 'a']);
  });

  it('does not begin a row before the result of an earlier one of its key is written', async () => {
    const front = await openFront();
    const found: unknown[] = [];
    const recorder = createRecorder(async ({ operation }) => {
      if (operation === 'updateObjects') found.push((await front.rows('riskPoint'))[0]!['tgResult']);
      return operation === 'addObjects' ? refusal(new ExchangeError('RULES_FAILED')) : OK;
    });
    await front.fill('riskPoint', [rowOf(BATCH, 'K'), rowOf(BATCH, 'K', { busType: 'U' })]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(found).toEqual(['4008']);
  });

  it('has many rows of different keys under way at once, so that they share commits', async () => {
    const front = await openFront();
    const recorder = createRecorder(undefined, 20);
    await front.fill('riskPoint', rowsOf(BATCH, 400));
    const channel = await watch(front, recorder.exchange, { concurrency: 200 });
    await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(recorder.most()).toBe(200);
    expect(new Set(recorder.accepted).size).toBe(400);
  });

  it('takes every table with the columns of Table B.1, and a batch over several tables as one', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    const { riskNo: _, riskName: __, ...columns } = rowOf(BATCH, '');
    await front.fill('riskPoint', [rowOf(BATCH, 'R1')]);
    await front.fill('deptInfo', [{ ...columns, deptName: '管理一部' }]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await until(() => front.rows('deptInfo'), allSettled);
    await channel.stop(1000);
    expect(new Set(recorder.asked.map(({ resource }) => resource))).toEqual(
      new Set(['riskPoint', 'deptInfo']),
    );
    expect(await front.batches()).toMatchObject([{ batchNo: BATCH, state: 'done' }]);
  });

  it.each([
    [{ busType: 'X' }, '业务操作标识busType应为I、U或D'],
    [{ updateDate: '' }, /更新时间updateDate应为/],
    [{ updateDate: '17/04/2024' }, /更新时间updateDate应为/],
    [{ updateDate: '2024-04-17 8:00' }, /更新时间updateDate应为/],
    [{ batchNo: 'B1' }, /批次号应为YYYYMMDD加8位顺序号/],
    [{ batchNo: '2024023000000001' }, /批次号应为/],
    [{ batchNo: '2099010100000001' }, /批次号应为/],
  ])('refuses a row with %j through the exchange, so that it is audited', async (wrong, text) => {
    const front = await openFront();
    const recorder = createRecorder();
    await front.fill('riskPoint', [rowOf(BATCH, 'R', wrong)]);
    const channel = await watch(front, recorder.exchange);
    const [row] = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(row!['tgResult']).toBe('4008');
    expect(row!['tgError']).toMatch(text);
    expect(recorder.asked.map(({ raw }) => raw.unreadable?.code)).toEqual(['BAD_PARAMETER']);
  });

  it('tells a fault once, and what the text does not tell', async () => {
    const front = await openFront();
    const details = [
      { index: 0, member: 'riskName', message: '风险点名称长度不应超过100个字符' },
      { index: 0, member: 'riskNo', message: '风险点编号为必填项，缺少该数据项' },
    ];
    const message = '数据校验未通过：第1条风险点名称长度不应超过100个字符（共2处）';
    const recorder = createRecorder(() => refusal(new ExchangeError('RULES_FAILED', { message, details })));
    await front.fill('riskPoint', [rowOf(BATCH, 'R')]);
    const channel = await watch(front, recorder.exchange);
    const [row] = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(row!['tgError']).toBe(`${message}；riskNo：风险点编号为必填项，缺少该数据项`);
  });

  it('tries a row anew once its provider empties the result', async () => {
    const front = await openFront();
    const recorder = createRecorder(({ records }) =>
      records[0]!['riskName'] === '错' ? refusal(new ExchangeError('RULES_FAILED')) : OK,
    );
    await front.fill('riskPoint', [rowOf(BATCH, 'R', { riskName: '错' })]);
    const channel = await watch(front, recorder.exchange);
    await until(() => front.rows('riskPoint'), allSettled);
    await front.edit('riskPoint', { riskName: '对', tgResult: null });
    await until(
      () => front.rows('riskPoint'),
      ([row]) => row!['tgResult'] === '0',
    );
    await until(
      () => front.batches(),
      ([batch]) => batch!['state'] === 'done',
    );
    await channel.stop(1000);
    expect(await front.batches()).toMatchObject([{ flags: 'repeat', state: 'done' }]);
  });

  it('takes an accepted row that is edited and given anew as a new message, back to what it was too', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    const row = rowOf(BATCH, 'R', { ID: '1b4e28ba-2fa1-11d2-883f-0016d3cca427', riskName: '甲' });
    await front.fill('riskPoint', [row]);
    const channel = await watch(front, recorder.exchange);
    for (const [count, riskName] of ['甲', '乙', '甲'].entries()) {
      // The time of a result tells seconds.
      await front.edit('riskPoint', {
        riskName,
        tgResult: null,
        ...(count > 0 && { tgTime: `第${count}次` }),
      });
      await until(
        () => recorder.accepted.length,
        (accepted) => accepted === count + 1,
      );
      await until(() => front.rows('riskPoint'), allSettled);
    }
    await channel.stop(1000);
    expect(recorder.asked.map(({ records }) => records[0]!['riskName'])).toEqual(['甲', '乙', '甲']);
    const plain = `${BATCH}-${row['ID']}`;
    expect(recorder.accepted).toEqual([
      plain,
      expect.stringMatching(`^${plain}-[\\w-]{10}$`),
      expect.stringMatching(`^${plain}-[\\w-]{10}$`),
    ]);
    expect(new Set(recorder.accepted).size).toBe(3);
    expect((await front.rows('riskPoint'))[0]).toMatchObject({ tgResult: '0', tgError: '' });
  });

  it.each([
    ['as it was: it counts once', undefined, 1],
    ['edited before its result was written: that is a message of its own', '改', 2],
    ['given anew', '新', 2],
  ])('takes a row that was accepted before a crash, %s', async (_, riskName, messages) => {
    const front = await openFront();
    const recorder = createRecorder();
    const lostAnswers = async (): Promise<void> => {
      const before = recorder.asked.length;
      const channel = await watch(front, async (raw) => {
        await recorder.exchange(raw);
        return new Promise<never>(() => {});
      });
      await until(
        () => recorder.asked.length,
        (asked) => asked > before,
      );
      await channel.stop(0);
    };
    await front.fill('riskPoint', [rowOf(BATCH, 'R', { riskName: '旧' })]);
    if (riskName === '新') {
      const channel = await watch(front, recorder.exchange);
      await until(() => front.rows('riskPoint'), allSettled);
      await channel.stop(1000);
      await front.edit('riskPoint', { riskName, tgResult: null });
    }
    await lostAnswers();
    if (riskName === '改') await front.edit('riskPoint', { riskName });
    const channel = await watch(front, recorder.exchange);
    const [row] = await until(() => front.rows('riskPoint'), allSettled);
    await channel.stop(1000);
    expect(row).toMatchObject({ tgResult: '0', tgError: '' });
    expect(recorder.accepted).toHaveLength(messages);
    expect(recorder.asked.at(-1)!.records[0]).toMatchObject({ riskName: riskName ?? '旧' });
  });
});
