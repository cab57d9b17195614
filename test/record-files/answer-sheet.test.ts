import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { ReplyMember } from '../../src/envelope/raw-message.ts';
import { answerSheet } from '../../src/record-files/answer-sheet.ts';

const S1 = { rows: 'busilist', id: 'random', answer: ['datalist', 'busilist'] };
const S5 = { id: 'serialnumber', answer: ['data'] };
const DATA =
  '[{"code":"0101","n":1.50,"big":12345678901234567890},{"more":{"a":[1.0,null],"b":"x\\u4e2d"},"code":null,"ok":true,"list":[]}]';
const SHEET = {
  columns: ['code', 'n', 'big', 'more', 'ok', 'list'],
  rows: [
    ['0101', '1.50', '12345678901234567890', '', '', ''],
    ['', '', '', '{"a":[1.0,null],"b":"x中"}', 'true', '[]'],
  ],
};
const text = (name: string, value: string): ReplyMember => ({ name, kind: 'text', text: value });
const json = (name: string, value: string): ReplyMember => ({ name, kind: 'json', text: value });

describe('the records of an answer as a sheet', () => {
  it('keeps texts and number lexemes exact, nested JSON as JSON, and null as nothing', () => {
    const members = [
      text('status', 'success'),
      json('data', DATA),
      json('total', '2'),
      text('cursor', 'abc'),
    ];
    expect(answerSheet({ members }, S5)).toEqual({
      head: [
        ['status', 'success'],
        ['total', '2'],
        ['cursor', 'abc'],
      ],
      ...SHEET,
    });
  });

  it.each([json, text])('finds records below an answer that is JSON or a text of it', (member) => {
    const datalist = `{ "result": "0001", "busilist": ${DATA}, "pageno": 1 }`;
    const members = [text('appid', 'PARTNER01'), member('datalist', datalist), text('sign', 'AB')];
    expect(answerSheet({ members }, S1)).toEqual({
      head: [
        ['appid', 'PARTNER01'],
        ['sign', 'AB'],
        ['result', '0001'],
        ['pageno', '1'],
      ],
      ...SHEET,
    });
  });

  it('has in its head what every form of file can have there, each name once', () => {
    const datalist = `{"random":"other","总数":3,"a b":"x","busilist":[]}`;
    const members = [text('random', 'r-1'), json('datalist', datalist)];
    expect(answerSheet({ members }, S1)?.head).toEqual([['random', 'r-1']]);
  });

  it('reads records that are nested as deep as a message may be', () => {
    const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
    expect(answerSheet({ members: [json('data', `[{"a":${deep}}]`)] }, S5)?.rows).toEqual([[deep]]);
  });

  it('is a sheet without rows where nothing was found', () => {
    expect(answerSheet({ members: [json('data', '[]')] }, S5)).toEqual({ head: [], columns: [], rows: [] });
  });

  it.each([
    ['encrypted', [text('datalist', 'a1b2c3')], S1],
    ['no query', [json('datalist', '{"result":"0001","message":"操作成功"}')], S1],
    ['not a list of objects', [json('datalist', '{"busilist":[1]}')], S1],
    ['another message', [text('status', '0')], S5],
    ['without records in files', [json('data', DATA)], { id: 'serialnumber' }],
  ] as const)('is not there for an answer that is %s', (_, members, form) => {
    expect(answerSheet({ members }, form)).toBeUndefined();
  });

  it('is not there for a refusal', () => {
    const error = new ExchangeError('NOT_GRANTED');
    expect(answerSheet({ members: [json('data', DATA)], error }, S5)).toBeUndefined();
  });
});
