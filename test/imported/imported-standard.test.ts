import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { Member, RawMessage } from '../../src/envelope/raw-message.ts';
import type { Standard } from '../../src/envelope/standard.ts';
import { createImportedStandard } from '../../src/imported/imported-standard.ts';
import { applicationOf } from '../contract/applications.ts';
import { describeStandards } from '../contract/standards.ts';
import { SAMPLE } from './sample-service.ts';

const FACTS = {
  name: 'orders',
  service: 'city',
  interFlag: 'orders',
  title: '订单接口',
  version: '1.0',
  namespace: 'urn:tonggui:orders:1.0',
};
const standard = createImportedStandard(SAMPLE, FACTS);

/** What the suite takes from rule files and members, imported services have from descriptions and headers. */
const rules = mkdtempSync(join(tmpdir(), 'tonggui-imported-'));
mkdirSync(join(rules, 'open'));
writeFileSync(join(rules, 'open', 'none.json'), '{}');
afterAll(() => rmSync(rules, { recursive: true, force: true }));
const proved: Standard = {
  ...standard,
  rules,
  decode: (raw) => standard.decode({ ...raw, headers: { authorization: 'Bearer some-token' } }),
};
describeStandards([proved]);

function message(
  members: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
  operation = 'createOrder',
): RawMessage {
  const entries = Object.entries(members).map(([name, value]): [string, Member] => [
    name,
    typeof value === 'string'
      ? { kind: 'text', text: value }
      : { kind: 'json', text: value instanceof Source ? value.text : JSON.stringify(value) },
  ]);
  return {
    id: randomUUID(),
    wire: 'rest',
    standard: 'orders',
    operation,
    address: '/city/orders/createOrder',
    members: new Map(entries),
    headers,
    peer: { address: '127.0.0.1' },
    receivedAt: new Date(),
    body: { bytes: 1, digest: '' },
  };
}
class Source {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
const refusalOf = (raw: RawMessage): ExchangeError => {
  try {
    standard.decode(raw);
  } catch (thrown) {
    return thrown as ExchangeError;
  }
  throw new Error('was read');
};

describe('an imported service as a standard', () => {
  it('is a call with the exact text of its members, in the order of the description', () => {
    const lines = new Source('[ {"price" : 1.50e0, "name":"\\u4e2d 0101"} ]');
    const envelope = standard.decode(message({ lines, urgent: true, order: '0101' }));
    expect(envelope).toMatchObject({ business: 'city.orders', action: 'createOrder' });
    expect(standard.interpret(envelope, applicationOf('open', 'TOKEN'))).toEqual({
      kind: 'call',
      operation: 'createOrder',
      input: '{"order":"0101","lines":[{"price":1.50e0,"name":"\\u4e2d 0101"}],"urgent":true}',
    });
  });

  it('proves its caller by HTTP Basic, by token, or by its channel', () => {
    const proofOf = (authorization?: string, more: Partial<RawMessage> = {}) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const { caller, proof } = standard.decode({
        ...message({ order: '0101', lines: [] }, headers),
        ...more,
      });
      return { caller, proof };
    };
    const basic = Buffer.from('APP-1:a:密').toString('base64');
    expect(proofOf(`Basic ${basic}`)).toEqual({ caller: 'APP-1', proof: { kind: 'secret', secret: 'a:密' } });
    expect(proofOf('bearer abc')).toEqual({ proof: { kind: 'token', token: 'abc' } });
    expect(proofOf(undefined, { vouched: 'APP-2' })).toEqual({ proof: { kind: 'vouched' } });
    for (const nothing of [undefined, 'Basic', 'Basic !!', `Basic ${btoa(':x')}`, 'Bearer a b', 'Digest a'])
      expect(proofOf(nothing)).toEqual({ proof: { kind: 'token', token: undefined } });
  });

  it('issues tokens for a secret', () => {
    const envelope = standard.decode(message({ appid: 'APP-1', secret: 's' }, {}, 'token'));
    expect(envelope).toMatchObject({ caller: 'APP-1', proof: { kind: 'secret', secret: 's' } });
    expect(standard.interpret(envelope, applicationOf('open', 'TOKEN'))).toEqual({ kind: 'token' });
    const told = standard.encode(
      { kind: 'done', answer: { token: { value: 't', expiresIn: 60 } } },
      { raw: message({}) },
    );
    expect(told.members.map(({ name, text }) => [name, text])).toEqual([
      ['access_token', 't'],
      ['expires_in', '60'],
    ]);
  });

  it('takes an Idempotency-Key as the id of a change, and of nothing else', () => {
    const idOf = (members: object, operation: string, key: string) =>
      standard.decode(message({ ...members }, { 'idempotency-key': key }, operation)).messageId;
    expect(idOf({ order: '0101', lines: [] }, 'createOrder', 'k-1')).toBe('createOrder/k-1');
    expect(idOf({ id: '1' }, 'getOrder', 'k-1')).toBeUndefined();
    expect(refusalOf(message({ order: '0101', lines: [] }, { 'idempotency-key': 'k 1' }))).toMatchObject({
      code: 'BAD_PARAMETER',
      details: [{ member: 'Idempotency-Key' }],
    });
  });

  it.each([
    [{ lines: [] }, 'order', '必填，不能缺少'],
    [{ order: '0101', lines: [{}] }, 'lines[0].name', '必填，不能缺少'],
    [{ order: '0101', lines: {} }, 'lines', '应为数组'],
    [{ order: 101, lines: [] }, 'order', '应为字符串'],
    [{ order: '1', lines: [] }, 'order', '不符合约定的格式'],
    [{ order: '0101', lines: [{ name: '1', price: -1 }] }, 'lines[0].price', '应不小于0'],
    [{ order: '0101', lines: [{ name: '1', kind: 'c' }] }, 'lines[0].kind', '应为以下之一：a、b'],
    [{ order: '0101', lines: [{ name: '1', note: 'long' }] }, 'lines[0].note', '不应超过3个字符'],
    [{ order: '0101', lines: [{ name: '1', note: 1 }] }, 'lines[0].note', '应为字符串'],
    [{ order: '0101', lines: [], urgent: 'true' }, 'urgent', '应为布尔值'],
    [{ order: '0101', lines: [], more: 1 }, 'more', '不是接口约定的参数，请删除'],
  ])(
    'refuses %j before the provider is asked, by path and what was expected',
    (members, member, expected) => {
      const error = refusalOf(message(members));
      expect(error).toMatchObject({ code: 'BAD_PARAMETER', details: [{ member, message: expected }] });
      expect(error.message).toBe(`请求参数错误：${member} ${expected}`);
    },
  );

  it('gives the answer of the provider as it came, digits and all', () => {
    const content = '{"id":1.50,"t":"\\u4e2d","__x":null}';
    const { members } = standard.encode({ kind: 'done', answer: { content } }, { raw: message({}) });
    expect(members).toEqual([
      { name: 'id', kind: 'json', text: '1.50' },
      { name: 't', kind: 'json', text: '"\\u4e2d"' },
      { name: '__x', kind: 'json', text: 'null' },
    ]);
  });

  it('tells a refusal with code, message and details, and a status that carries meaning', () => {
    const error = new ExchangeError('PROVIDER_REFUSED', { message: '余额不足', details: [{ message: 'x' }] });
    const reply = standard.encode({ kind: 'refused', error }, { raw: message({}) });
    expect(reply).toMatchObject({ error, semanticStatus: true });
    expect(reply.members.map(({ name, text }) => [name, text])).toEqual([
      ['code', 'PROVIDER_REFUSED'],
      ['message', '余额不足'],
      ['errors', '[{"message":"x"}]'],
    ]);
  });

  it('is refused where two operations would share an address, an element or a file of stubs', () => {
    const [first] = SAMPLE.operations;
    const withNames = (...names: readonly string[]) =>
      createImportedStandard({ ...SAMPLE, operations: names.map((name) => ({ ...first!, name })) }, FACTS);
    expect(() => withNames('a.b', 'a_b')).toThrow('a.b and a_b');
    expect(() => withNames('order', 'orderResponse')).toThrow('rename one of them');
    expect(() => withNames()).toThrow('no operation');
    expect(withNames('token').operations.map(({ name }) => name)).toEqual(['token', 'accessToken']);
  });
});
