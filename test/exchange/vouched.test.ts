import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { StandaloneChannel } from '../../src/envelope/channel.ts';
import type { Exchange, Member, RawMessage, RawReply } from '../../src/envelope/raw-message.ts';
import { TAXONOMY } from '../../src/providers/taxonomy-keys.ts';
import { ask, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, signedMessage } from '../support/partner.ts';
import { linkGateway, startPlatform } from '../support/platform.ts';
import { sampleRecord } from '../support/records.ts';

/** A channel that answers for its sender, as one that takes files does: the test is its sender. */
function deskChannel(): { readonly channel: StandaloneChannel; readonly exchange: () => Exchange } {
  let exchange: Exchange | undefined;
  return {
    channel: {
      name: 'desk',
      settings: z.strictObject({}),
      start: async (_, parts) => {
        exchange = parts.exchange;
        return { address: 'desk', health: () => ({ state: 'ok' }), stop: async () => undefined };
      },
    },
    exchange: () => exchange!,
  };
}

const ACTOR = 'clerk-7';

function messageOf(
  vouched: string,
  members: Readonly<Record<string, string>>,
  more: Partial<RawMessage> = {},
): RawMessage {
  const entries = Object.entries(members).map(([name, text]): [string, Member] => [
    name,
    { kind: name === 'busilist' && text.startsWith('[') ? 'json' : 'text', text },
  ]);
  return {
    id: randomUUID(),
    wire: 'desk',
    standard: 'special-equipment',
    operation: 'exchange',
    address: '/tonggui/exchange',
    members: new Map(entries),
    headers: {},
    vouched,
    actor: ACTOR,
    peer: { address: '127.0.0.1' },
    receivedAt: new Date(),
    body: { bytes: 1, digest: '00' },
    ...more,
  };
}

const unsigned = (busicode: string, action: string, records: readonly object[]) => ({
  busicode,
  action,
  busilist: JSON.stringify(records),
  random: randomUUID(),
});

/** The answer's members by their texts, and what its datalist says. */
function readReply(reply: RawReply) {
  const members = Object.fromEntries(reply.members.map(({ name, text }) => [name, text]));
  return { members, datalist: JSON.parse(members['datalist']!) };
}

async function lastEntry(gateway: TestGateway) {
  const { body } = await gateway.admin('GET', '/api/log?size=1');
  const [entry] = body.entries;
  return { ...entry, detail: entry.detail && JSON.parse(entry.detail) };
}

describe('a message of S1 or S2 whose channel answers for its sender', () => {
  const desk = deskChannel();
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway({ channels: { desk: {} } }, { standaloneChannels: [desk.channel] });
    partner = await gateway.addPartner();
  });
  afterAll(() => gateway.stop());

  const send = async (members: Readonly<Record<string, string>>, more?: Partial<RawMessage>) =>
    readReply(await desk.exchange()(messageOf(partner.appid, members, more)));

  it('is taken without a sign, answered under the name of its application, and audited with who acted', async () => {
    const { members, datalist } = await send(unsigned('120101', '01', [sampleRecord()]));
    expect(datalist).toMatchObject({ result: '0001', counts: { created: 1 } });
    expect(members['appid']).toBe(partner.appid);
    expect(answerIsSigned(partner, members)).toBe(true);
    expect(await lastEntry(gateway)).toMatchObject({
      event: 'EXCHANGE_ACCEPTED',
      caller: partner.appid,
      wire: 'desk',
      detail: { actor: ACTOR, created: 1 },
    });
  });

  it('has its refusals audited with who acted', async () => {
    const refused = await send(unsigned('120101', '01', [{ ...sampleRecord(), equipmentName: '' }]));
    expect(refused.datalist).toMatchObject({ result: '0000', code: 'RULES_FAILED' });
    expect(await lastEntry(gateway)).toMatchObject({
      event: 'EXCHANGE_REFUSED',
      caller: partner.appid,
      code: 'RULES_FAILED',
      detail: { actor: ACTOR },
    });
  });

  it('is held to the sign that it has', async () => {
    const signed = { ...signedMessage(partner, '120101', '01', [sampleRecord()]) };
    expect((await send(signed)).datalist).toMatchObject({ result: '0001' });
    const forged = { ...signedMessage(partner, '120101', '01', [sampleRecord()]), sign: 'AB'.repeat(32) };
    expect((await send(forged)).datalist).toMatchObject({ result: '0000', code: 'SIGN_MISMATCH' });
  });

  it('names no other application', async () => {
    const other = await gateway.addPartner();
    const message = { ...signedMessage(other, '120101', '01', [sampleRecord()]) };
    const { datalist } = await send(message);
    expect(datalist).toMatchObject({ result: '0000', code: 'BAD_PARAMETER' });
    expect(await lastEntry(gateway)).toMatchObject({ code: 'BAD_PARAMETER', detail: { actor: ACTOR } });
  });

  it('is not held by signs that others try, and does not excuse them', async () => {
    const own = await gateway.addPartner();
    const vouchedFor = async () =>
      readReply(await desk.exchange()(messageOf(own.appid, unsigned('120101', '01', [sampleRecord()]))));
    const forge = () => ask(gateway.exchangeUrl, { ...own, secret: '0'.repeat(32) }, '120101', '04', []);
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await vouchedFor()).datalist).toMatchObject({ result: '0001' });
      expect((await forge()).datalist).toMatchObject({ code: 'SIGN_MISMATCH' });
    }
    expect((await ask(gateway.exchangeUrl, own, '120101', '04', [])).datalist).toMatchObject({
      code: 'HELD',
    });
    expect((await vouchedFor()).datalist).toMatchObject({ result: '0001' });
  });

  it('is readable both ways where encryption was agreed on', async () => {
    const cipher = { algorithm: 'SM4-CBC', key: randomBytes(16).toString('hex') };
    const sealed = await gateway.addPartner({ standard: 's2', profile: 'SM4', cipher });
    const members = unsigned('003', '01', [sampleRecord('s2/003')]);
    const { datalist } = readReply(await desk.exchange()(messageOf(sealed.appid, members)));
    expect(datalist).toMatchObject({ result: '0001', counts: { created: 1 } });
  });

  it('goes by titles and is told every fault where it stood in a file', async () => {
    const bad = Array.from({ length: 150 }, () => ({ 设备名称: '' }));
    const file = await desk.exchange()(
      messageOf(partner.appid, unsigned('120101', '01', bad), { fromFile: true }),
    );
    const details = file.error!.details;
    expect(new Set(details.map(({ index }) => index)).size).toBe(150);
    expect(details.filter(({ rule }) => rule === 'limit' || rule === 'additionalProperties')).toEqual([]);
    const other = await desk.exchange()(messageOf(partner.appid, unsigned('120101', '01', bad)));
    expect(other.error!.details).toHaveLength(101);
  });
});

describe('a message whose channel answers for its sender, for a provider', () => {
  const desk = deskChannel();
  let platform: TestGateway;
  let provider: TestGateway;
  beforeAll(async () => {
    platform = await startPlatform({ channels: { desk: {} } }, { standaloneChannels: [desk.channel] });
    provider = await startTestGateway();
    const categories = [{ tModelKey: TAXONOMY.type, keyName: 'type', keyValue: '0101' }];
    await linkGateway(platform, provider, { categories });
  });
  afterAll(() => Promise.all([platform.stop(), provider.stop()]));

  it('is audited with who acted beside the calls that it took', async () => {
    const { appid } = await platform.addPartner();
    const added = messageOf(appid, unsigned('120101', '01', [sampleRecord()]));
    expect(readReply(await desk.exchange()(added)).datalist).toMatchObject({ result: '0001' });
    expect((await lastEntry(platform)).detail).toMatchObject({
      actor: ACTOR,
      legs: [{ outcome: expect.any(String), wire: 'rest' }],
    });
    expect((await lastEntry(provider)).detail).not.toHaveProperty('actor');
  });
});
