import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { allSettled, describeFronts, rowOf, rowsOf, until, watch } from './front.ts';
import { createRecorder, OK, refusal } from './recorder.ts';

const DAY = '20240417';
const numbered = (sequence: number): string => `${DAY}${String(sequence).padStart(8, '0')}`;

const done = (batches: readonly Record<string, any>[], count: number): boolean =>
  batches.length === count && batches.every(({ state }) => state === 'done');

const flagsOf = (batches: readonly Record<string, any>[]) =>
  Object.fromEntries(batches.map(({ batchNo, flags, note }) => [batchNo, [flags, note]]));

describeFronts((openFront) => {
  it('takes batches one after the other in the order of their numbers', async () => {
    const front = await openFront();
    const recorder = createRecorder(undefined, 5);
    for (const sequence of [3, 1, 2]) await front.fill('riskPoint', rowsOf(numbered(sequence), 12));
    const channel = await watch(front, recorder.exchange, { batchRows: 5 });
    await until(
      () => front.batches(),
      (batches) => done(batches, 3),
    );
    await channel.stop(1000);
    const order = recorder.asked.map(({ serial }) => serial.slice(0, 16));
    expect(order).toEqual([...order].sort());
    expect(order).toHaveLength(36);
  });

  it('flags a gap in the numbers of a day, and takes the flag back once the missing batch came, late', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    for (const sequence of [1, 3, 7]) await front.fill('riskPoint', rowsOf(numbered(sequence), 1));
    await front.fill('riskPoint', rowsOf('2024041800000001', 1));
    const channel = await watch(front, recorder.exchange);
    const before = await until(
      () => front.batches(),
      (batches) => done(batches, 4),
    );
    expect(flagsOf(before)).toEqual({
      [numbered(1)]: ['', ''],
      [numbered(3)]: ['gap', `no batch ${numbered(2)}`],
      [numbered(7)]: ['gap', `no batches ${numbered(4)} to 00000006`],
      '2024041800000001': ['', ''],
    });
    await front.fill('riskPoint', rowsOf(numbered(2), 1));
    const after = await until(
      () => front.batches(),
      (batches) => done(batches, 5),
    );
    await channel.stop(1000);
    expect(flagsOf(after)).toMatchObject({
      [numbered(2)]: ['late', 'a later batch was taken before it'],
      [numbered(3)]: ['', ''],
      [numbered(7)]: ['gap', `no batches ${numbered(4)} to 00000006`],
    });
    expect(await front.rows('riskPoint')).toEqual(Array(5).fill(expect.objectContaining({ tgResult: '0' })));
  });

  it('flags a number that is used again, and takes its new rows', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    await front.fill('riskPoint', rowsOf(numbered(1), 2));
    const channel = await watch(front, recorder.exchange);
    await until(
      () => front.batches(),
      (batches) => done(batches, 1),
    );
    await front.fill('riskPoint', rowsOf(numbered(1), 3));
    await until(
      () => front.rows('riskPoint'),
      (rows) => rows.length === 5 && allSettled(rows),
    );
    const [batch] = await until(
      () => front.batches(),
      (batches) => done(batches, 1),
    );
    await channel.stop(1000);
    expect(batch).toMatchObject({ flags: 'repeat' });
    expect(Number(batch!['accepted'])).toBe(5);
  });

  it('counts rows, however often each was tried, over all tables of a batch', async () => {
    const front = await openFront();
    let wrong = ['1', '2'];
    const recorder = createRecorder(({ records }) =>
      wrong.includes(records[0]!['riskNo']) ? refusal(new ExchangeError('RULES_FAILED')) : OK,
    );
    const rows = ['1', '2', '3'].map((riskNo) => rowOf(numbered(1), riskNo));
    const { riskNo: _, riskName: __, ...columns } = rowOf(numbered(1), '');
    await front.fill('riskPoint', rows);
    await front.fill('deptInfo', [{ ...columns, deptName: '管理部' }]);
    const channel = await watch(front, recorder.exchange);
    const counted = async (asked: number) => {
      await until(
        () => recorder.asked.length,
        (count) => count === asked,
      );
      const [batch] = await until(
        () => front.batches(),
        (batches) => done(batches, 1),
      );
      return [Number(batch!['accepted']), Number(batch!['refused'])];
    };
    expect(await counted(4)).toEqual([2, 2]);
    await front.edit('riskPoint', { tgResult: null }, rows[0]!['ID']);
    expect(await counted(5)).toEqual([2, 2]);
    wrong = ['3'];
    await front.edit('riskPoint', { tgResult: null });
    expect(await counted(8)).toEqual([3, 1]);
    await channel.stop(1000);
  });

  it('counts rows rightly where a result is emptied while their batch is worked on', async () => {
    const front = await openFront();
    const [add, change] = [rowOf(numbered(1), 'K'), rowOf(numbered(1), 'K', { busType: 'U' })];
    let emptied = false;
    const recorder = createRecorder(async ({ operation }) => {
      if (operation === 'updateObjects' && !emptied) {
        emptied = true;
        await front.edit('riskPoint', { tgResult: null }, add['ID']);
      }
      return OK;
    });
    await front.fill('riskPoint', [add, change]);
    const channel = await watch(front, recorder.exchange);
    const [batch] = await until(
      () => front.batches(),
      (batches) => done(batches, 1),
    );
    await channel.stop(1000);
    expect(recorder.asked).toHaveLength(3);
    expect(Number(batch!['accepted'])).toBe(2);
  });

  it('tells the exchange where a row, and a full upload, stand in the order of their series', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    const { riskNo: _, riskName: __, ...columns } = rowOf(numbered(1), '');
    await front.fill('riskPoint', rowsOf(numbered(1), 1));
    await front.fill('deptInfo', [{ ...columns, deptName: '管理部' }]);
    for (const numbering of ['database', 'table']) {
      const channel = await watch(front, recorder.exchange, { numbering, full: ['deptInfo'] });
      await until(() => front.rows('riskPoint'), allSettled);
      await until(() => front.rows('deptInfo'), allSettled);
      await channel.stop(1000);
      await front.edit('riskPoint', { tgResult: null });
      await front.edit('deptInfo', { tgResult: null });
    }
    const position = `${numbered(1)}\t2024-04-17 08:00:00\t0`;
    const places = recorder.asked.map(({ resource, raw }) => [resource, raw.place]);
    expect(places.sort()).toEqual(
      [
        ['deptInfo', { series: 'front', position: numbered(1) }],
        ['deptInfo', { series: 'front/deptInfo', position: numbered(1) }],
        ['riskPoint', { series: 'front', position }],
        ['riskPoint', { series: 'front/riskPoint', position }],
      ].sort(),
    );
  });

  it('lets the newest batch be until no rows came for a while; an older one is taken at once', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    await front.fill('riskPoint', rowsOf(numbered(1), 1));
    const channel = await watch(front, recorder.exchange, { quietSeconds: 0.6 });
    for (let row = 0; row < 4; row += 1) {
      await pause(250);
      expect(recorder.asked).toHaveLength(0);
      await front.fill('riskPoint', [rowOf(numbered(1), `R${row}`)]);
    }
    await front.fill('riskPoint', rowsOf(numbered(2), 1));
    await until(
      () => recorder.asked.length,
      (asked) => asked === 5,
      500,
    );
    await until(
      () => front.batches(),
      (batches) => done(batches, 2),
    );
    await channel.stop(1000);
    expect(await front.batches()).toMatchObject([{ flags: '' }, { flags: '' }]);
  });

  it('ends a batch that a crash left open after its last row', async () => {
    const front = await openFront();
    const row = { series: '', batchNo: numbered(1), state: 'processing', accepted: 1, refused: 0 } as const;
    await front.provider
      .insertInto('tgBatch')
      .values({ ...row, flags: '', note: '', startedAt: '2024-04-17 08:00:00', endedAt: null })
      .execute();
    const channel = await watch(front, createRecorder().exchange);
    await until(
      () => front.batches(),
      (batches) => done(batches, 1),
    );
    await channel.stop(1000);
  });

  it('numbers the batches of each table by itself where the settings say so', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    const { riskNo: _, riskName: __, ...columns } = rowOf(numbered(1), '');
    for (const sequence of [1, 2]) await front.fill('riskPoint', rowsOf(numbered(sequence), 1));
    await front.fill('deptInfo', [{ ...columns, deptName: '管理部' }]);
    const channel = await watch(front, recorder.exchange, { numbering: 'table' });
    const batches = await until(
      () => front.batches(),
      (found) => done(found, 3),
    );
    await channel.stop(1000);
    expect(batches.map(({ series, batchNo, flags }) => [series, batchNo, flags]).sort()).toEqual([
      ['deptInfo', numbered(1), ''],
      ['riskPoint', numbered(1), ''],
      ['riskPoint', numbered(2), ''],
    ]);
  });

  it('sends a full upload as one message, and tells each row its own faults', async () => {
    const front = await openFront();
    let broken = true;
    const details = [{ index: 1, member: 'riskName', message: '必填' }];
    const message = '数据校验未通过：第2条必填';
    const recorder = createRecorder(() =>
      broken ? refusal(new ExchangeError('RULES_FAILED', { details, message })) : OK,
    );
    await front.fill('riskPoint', rowsOf(numbered(1), 3));
    const channel = await watch(front, recorder.exchange, { full: ['riskPoint'], quietSeconds: 0.1 });
    const refused = await until(() => front.rows('riskPoint'), allSettled);
    expect(refused.map(({ tgResult, tgError }) => [tgResult, tgError])).toEqual([
      ['4008', message],
      ['4008', `${message}；riskName：必填`],
      ['4008', message],
    ]);
    broken = false;
    await front.edit('riskPoint', { tgResult: null });
    const rows = await until(
      () => front.rows('riskPoint'),
      (found) => found.every((row) => row['tgResult'] === '0'),
    );
    await channel.stop(1000);
    expect(rows).toHaveLength(3);
    expect(recorder.accepted).toEqual([expect.stringMatching(`^${numbered(1)}-full-[\\w-]{10}$`)]);
    expect(recorder.asked[0]!.raw.members.get('updateMethod')?.text).toBe('full');
    expect(recorder.asked[0]!.records).toHaveLength(3);
  });

  it('never takes a part of a full upload: rows that come behind it are refused', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    await front.fill('riskPoint', rowsOf(numbered(1), 2));
    const channel = await watch(front, recorder.exchange, { full: ['riskPoint'] });
    await until(() => front.rows('riskPoint'), allSettled);
    await front.fill('riskPoint', rowsOf(numbered(1), 1));
    const rows = await until(
      () => front.rows('riskPoint'),
      (found) => found.length === 3 && allSettled(found),
    );
    await channel.stop(1000);
    expect(rows[2]!['tgError']).toMatch('全量批次须整批处理');
    expect(recorder.accepted).toEqual([`${numbered(1)}-full`]);
  });

  it('waits for a full upload to be quiet even when a later batch is there', async () => {
    const front = await openFront();
    const recorder = createRecorder();
    await front.fill('riskPoint', [...rowsOf(numbered(1), 1), ...rowsOf(numbered(2), 1)]);
    const channel = await watch(front, recorder.exchange, { full: ['riskPoint'], quietSeconds: 0.8 });
    await pause(300);
    await front.fill('riskPoint', rowsOf(numbered(1), 1));
    await until(
      () => front.batches(),
      (batches) => done(batches, 2),
    );
    await channel.stop(1000);
    expect(recorder.asked.map(({ serial, records }) => [serial, records.length])).toEqual([
      [`${numbered(1)}-full`, 2],
      [`${numbered(2)}-full`, 1],
    ]);
  });
});
