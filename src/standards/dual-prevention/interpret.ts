import type { Application } from '../../envelope/application.ts';
import type { ChangeInstruction, Envelope, Instruction, Item } from '../../envelope/envelope.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { readItems } from '../../text/json.ts';
import { TextError } from '../../text/text-error.ts';
import type { BusinessCodes } from './business-codes.ts';
import { namedFiles } from './named-files.ts';
import type { OperationName } from './operations.ts';
import { interpretQuery } from './query.ts';

export interface InterpretLimits {
  readonly records: number;
  readonly pageSize: number;
  readonly jsonDepth: number;
}

export interface InterpretParts {
  readonly codes: BusinessCodes;
  readonly limits: InterpretLimits;
}

/** Opens a proved message: what its operation asks for, with its records or criteria. */
export function interpret(envelope: Envelope, application: Application, parts: InterpretParts): Instruction {
  switch (envelope.operation as OperationName) {
    case 'token':
    case 'requestToken':
      return { kind: 'token' };
    case 'upload':
      return { kind: 'attach', file: envelope.file! };
    case 'file':
      return { kind: 'fetch', id: envelope.payload };
    case 'getObjects':
      return interpretQuery(envelope.payload, resourceOf(envelope, parts), {
        depth: parts.limits.jsonDepth,
        pageSize: Math.min(parts.limits.pageSize, application.quota.records),
      });
    case 'updateObjects':
      return changes('modify', envelope, application, parts);
    case 'deleteObjects':
      return changes('delete', envelope, application, parts);
    // A.3.4: syndata adds what is new and updates what is known, as addObjects does.
    default:
      return changes('add', envelope, application, parts);
  }
}

function changes(
  kind: ChangeInstruction['kind'],
  envelope: Envelope,
  application: Application,
  parts: InterpretParts,
): ChangeInstruction {
  const ruleSet = resourceOf(envelope, parts);
  const items = read(envelope.payload, parts.limits.jsonDepth);
  // An empty full upload would mark all records deleted: more likely a mistake than meant.
  if (items.length === 0) throw badData('至少包含一条记录');
  checkCount(items, Math.min(parts.limits.records, application.quota.records));
  const files = kind === 'delete' ? [] : namedFiles(items, envelope.publicUrl);
  return {
    kind,
    ruleSet,
    items,
    ...(envelope.full && { full: true }),
    ...(files.length > 0 && { files }),
  };
}

function resourceOf({ business }: Envelope, { codes }: InterpretParts): string {
  if (codes.resources.has(business)) return business;
  throw new ExchangeError('BUSINESS_CODE_UNKNOWN', {
    message: `${business}不是可用的资源唯一标识符或txcode；可用：${[...codes.resources.keys(), ...codes.txcodes.keys()].join('、')}`,
  });
}

function read(text: string, depth: number): readonly Item[] {
  try {
    return readItems(text, { depth });
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    throw badData(`不是由JSON对象组成的数组（第${thrown.line}行第${thrown.column}列）`, thrown);
  }
}

function checkCount(items: readonly Item[], limit: number): void {
  if (items.length <= limit) return;
  const message = `记录数${items.length}超过单次交换限制${limit}条，请分批发送`;
  throw new ExchangeError('TOO_MANY_RECORDS', { message });
}

function badData(expected: string, cause?: unknown): ExchangeError {
  const details = [{ member: 'data', message: expected }];
  return new ExchangeError('BAD_PAYLOAD', { message: `请求参数错误：data ${expected}`, details, cause });
}
