import { decryptPayload } from '../../crypto/payload-cipher.ts';
import type { Application } from '../../envelope/application.ts';
import type { Envelope, Instruction, Item } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { readItems } from '../../text/json.ts';
import type { JsonFault } from '../../text/json-fault.ts';
import { TextError } from '../../text/text-error.ts';
import { cipherOf } from './cipher-of.ts';
import { editionOf } from './editions.ts';
import { interpretQuery } from './query.ts';

const CHANGES = { '01': 'add', '02': 'modify', '03': 'delete' } as const;

/** Opens a proved message: decrypts it where agreed, reads its records or criteria. */
export function interpret(
  envelope: Envelope,
  application: Application,
  limits: InterpretLimits,
): Instruction {
  const ruleSet = editionOf(application.standard).ruleSet(envelope.business);
  if (!ruleSet) throw unknownCode(envelope.business);
  const cipher = cipherOf(application, envelope);
  const text = cipher ? decryptPayload(envelope.payload, cipher) : envelope.payload;
  // S1 8.3, S2 7.3: what was agreed for one exchange holds for what is answered too.
  const { records } = application.quota;
  const most = envelope.action === '04' ? limits.records : Math.min(limits.records, records);
  const items = read(text, { depth: limits.jsonDepth, items: most });
  if (envelope.action === '04') return interpretQuery(items, ruleSet, Math.min(limits.pageSize, records));
  if (items.length === 0) throw badList('新增、修改、删除时至少包含一条记录');
  return { kind: CHANGES[envelope.action as keyof typeof CHANGES], ruleSet, items };
}

export interface InterpretLimits {
  readonly records: number;
  readonly pageSize: number;
  readonly jsonDepth: number;
}

function read(text: string, limits: { readonly depth: number; readonly items: number }): readonly Item[] {
  try {
    return readItems(text, limits);
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    if (thrown.reason === ('too many elements' satisfies JsonFault)) throw tooMany(limits.items, thrown);
    throw badList(`不是由JSON对象组成的数组（第${thrown.line}行第${thrown.column}列）`, thrown);
  }
}

function tooMany(limit: number, cause: unknown): ExchangeError {
  const message = `记录数超过单次交换限制${limit}条，请分批发送`;
  return new ExchangeError('TOO_MANY_RECORDS', { message, cause });
}

function unknownCode(code: string): ExchangeError {
  return new ExchangeError('BUSINESS_CODE_UNKNOWN', {
    message: `业务分类代码${code}不存在或仅为分组代码，不可用于交换`,
  });
}

function badList(expected: string, cause?: unknown): ExchangeError {
  const details = [{ member: 'busilist', message: expected }];
  return new ExchangeError('BAD_PAYLOAD', {
    message: `请求参数错误：busilist ${expected}`,
    details,
    cause,
  });
}
