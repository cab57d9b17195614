import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../../src/envelope/error-code.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Answer } from '../../../src/envelope/outcome.ts';
import { createBusinessCodes } from '../../../src/standards/dual-prevention/business-codes.ts';
import { createChapters } from '../../../src/standards/dual-prevention/chapters.ts';
import { encode } from '../../../src/standards/dual-prevention/encode.ts';
import { STATUSES } from '../../../src/standards/dual-prevention/reply-codes.ts';
import { writeJsonReply } from '../../../src/text/write-json-reply.ts';
import { ADDRESS, PDF, rawMessage } from './raw.ts';

const CODES = createBusinessCodes({});
const envelope = (business: string) =>
  ({
    operation: 'getObjects',
    proof: { kind: 'token', token: 'T' },
    business,
    action: '04',
    payload: '',
  }) as const;

const told = (answer: Answer, business = 'riskPoint') =>
  writeJsonReply(
    encode(
      { kind: 'done', answer },
      { raw: rawMessage('getObjects', ADDRESS), envelope: envelope(business) },
      CODES,
    ),
  );

describe('answers', () => {
  it('are a token, exactly {status, err}, or the address of a file', () => {
    const counts = { created: 1, updated: 0, unchanged: 0, deleted: 0 };
    expect(told({ token: { value: 'T', expiresIn: 7200 } })).toBe('{"access_token":"T","expires_in":7200}');
    expect(told({ counts, warnings: [] })).toBe('{"status":"0","err":""}');
    expect(told({ counts, warnings: ['w'] })).toBe('{"status":"0","err":"","warnings":["w"]}');
    const attachment = { id: 'f1', owner: 'A', name: 'a.pdf', mediaType: 'x/y', bytes: 1, digest: '00' };
    expect(told({ attachment })).toBe('{"status":"0","err":"","url":"/jsdspcloud/servlet/file/f1"}');
  });

  it('are the self-describing reply, records as they were sent', () => {
    const page = { page: 1, size: 2, total: 3, cursor: 'c' };
    expect(told({ records: ['{"a":1.50}', '{"b":"\\u4e2d"}'], page })).toBe(
      '{"url":"SN-1/store1/riskPoint","ineterfaceIdentifier":"getObjects","label":"风险点信息查询接口",' +
        '"items_url":"SN-1/store1/riskPoint","status":"success","data":[{"a":1.50},{"b":"\\u4e2d"}],' +
        '"pageno":1,"pagesize":2,"total":3,"cursor":"c"}',
    );
  });

  it('are the file itself', () => {
    const reply = encode({ kind: 'done', answer: { file: PDF } }, { raw: rawMessage('file', {}) }, CODES);
    expect(reply).toEqual({ members: [], file: PDF });
  });

  it('tell a refusal by a status of its own, its text, and what is wrong with which record', () => {
    const details = [{ index: 1, key: 'k', member: 'm', rule: 'enum', message: '说明' }];
    const error = new ExchangeError('RULES_FAILED', { details });
    const reply = encode({ kind: 'refused', error }, { raw: rawMessage('syndata', {}) }, CODES);
    expect(reply.error).toBe(error);
    expect(JSON.parse(writeJsonReply(reply))).toEqual({
      status: '4008',
      err: error.message,
      errors: details,
    });
  });

  it('speak of the serial number, not of a random, when it was used before', () => {
    const error = new ExchangeError('RANDOM_REUSED');
    const reply = encode({ kind: 'refused', error }, { raw: rawMessage('syndata', {}) }, CODES);
    expect(writeJsonReply(reply)).toBe('{"status":"4005","err":"数据传输流水序列号已被使用"}');
    const precise = new ExchangeError('RANDOM_REUSED', { message: '说明' });
    const told = encode({ kind: 'refused', error: precise }, { raw: rawMessage('syndata', {}) }, CODES);
    expect(writeJsonReply(told)).toBe('{"status":"4005","err":"说明"}');
    const { table } = createChapters(CODES).find(({ title }) => title === '返回状态')!;
    expect(table!.rows).toContainEqual(['4005', '数据传输流水序列号已被使用', 'RANDOM_REUSED']);
  });
});

describe('statuses', () => {
  it('are four digits, none twice, none 0, the first by the kind of the error', () => {
    const statuses = Object.values(STATUSES);
    expect(new Set(statuses).size).toBe(statuses.length);
    const kinds = ['transport', 'format', 'authentication', 'refusal', 'failure'];
    for (const [code, status] of Object.entries(STATUSES)) {
      expect(status).toMatch(/^[1-5]0\d\d$/);
      expect(kinds[Number(status[0]) - 1]).toBe(ERROR_CODES[code as keyof typeof STATUSES].kind);
    }
  });
});
