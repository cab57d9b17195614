import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway } from '../../src/app.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { Gateway } from '../../src/gateway.ts';
import { createStandards } from '../../src/standards/standards.ts';
import { describeStandaloneChannels } from './channels.ts';
import { lineChannel } from './sixth-channel/line-channel.ts';
import { lines, openLines } from './sixth-channel/speaker.ts';
import { sixthStandard } from './sixth-standard/index.ts';
import { describeStandards } from './standards.ts';

const LIMITS = { records: 2000, busilistBytes: 1_000_000, pageSize: 2000, jsonDepth: 32 };
const KEY = '0123456789abcdeffedcba9876543210';
const UNIT = 'SIXTH-UNIT';

describe('a sixth standard', () => describeStandards([sixthStandard], createStandards(LIMITS)));
describe('a sixth channel', () => describeStandaloneChannels([lines]));

describe('a whole gateway with both', () => {
  let data: string;
  let gateway: Gateway;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'tonggui-sixth-'));
    const config = configSchema.parse({
      data,
      log: { level: 'error' },
      exchange: { port: 0, drainSeconds: 1 },
      admin: { port: 0 },
      services: [
        { standard: 'special-equipment', service: 'tonggui', interFlag: 'exchange' },
        { standard: 'stop-notice', service: 'city', interFlag: 'notices' },
      ],
      channels: { lines: { port: 0, standard: 'stop-notice', operation: 'publish' } },
    });
    const extensions = { standards: [sixthStandard], standaloneChannels: [lineChannel] };
    gateway = await startGateway(config, { demo: false, extensions });
    const key = readFileSync(join(data, 'admin.key'), 'utf8').trim();
    const application = { id: UNIT, name: '样例单位', standard: 'x6', grants: ['notice:*:*'] };
    const answer = await fetch(`${gateway.adminUrl}/api/applications`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...application, sign: { profile: 'HMAC-SM3', order: 'table', key: KEY } }),
    });
    expect(answer.status).toBe(200);
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const url = (more = '') => new URL(`/city/notices${more}`, gateway.exchangeUrl);
  let serial = 0;
  const notice = (reason = '超期未检') => {
    serial += 1;
    return { equipmentCode: `3110320000${String(serial).padStart(10, '0')}`, reason };
  };

  /** The partner's own arithmetic. */
  function signOf(fields: Readonly<Record<string, string>>): string {
    const text = Object.entries(fields)
      .map(([name, value]) => `${name}=${value}&`)
      .join('');
    return createHmac('sm3', Buffer.from(KEY, 'hex')).update(`${text}key=${KEY}`).digest('hex').toUpperCase();
  }
  function publishing(notices: readonly object[]) {
    const fields = { unit: UNIT, serial: randomUUID(), payload: JSON.stringify(notices) };
    return { unit: fields.unit, serial: fields.serial, notices: fields.payload, sign: signOf(fields) };
  }
  async function read(): Promise<Record<string, any>> {
    const fields = { unit: UNIT, serial: randomUUID(), payload: '' };
    const query = new URLSearchParams({ unit: UNIT, serial: fields.serial, sign: signOf(fields) });
    return (await fetch(url(`/notices?${query}`))).json() as Promise<Record<string, any>>;
  }
  async function post(body: string, type = 'application/json'): Promise<string> {
    const answer = await fetch(url(), { method: 'POST', headers: { 'content-type': type }, body });
    return answer.text();
  }

  it('speaks the standard by REST, by SOAP and over the channel, and reads all of it back', async () => {
    const [one, two, three] = [notice('REST'), notice('SOAP <&>'), notice('行')];
    const rest = JSON.parse(await post(JSON.stringify(publishing([one]))));
    const { sign, ...told } = rest;
    expect(told).toEqual({ ok: '1', say: '新增1条' });
    expect(sign).toBe(signOf(told));

    const members = Object.entries(publishing([two])).map(
      ([name, text]) => `<t:${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t:${name}>`,
    );
    const soap = await post(
      `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><t:publish xmlns:t="${sixthStandard.namespace}">${members.join('')}</t:publish></s:Body></s:Envelope>`,
      'application/soap+xml; charset=utf-8',
    );
    expect(soap).toContain('新增1条');

    const [address] = gateway.channels;
    const partner = openLines(address!);
    const answer = await partner.ask(publishing([three]));
    await partner.close();
    expect(answer.get('say')).toBe('新增1条');

    const found = await read();
    expect(found['notices']).toEqual([one, two, three]);
  });

  it('keeps its promises: resent is written once, forged is refused, wrong is told, unreadable is answered', async () => {
    const message = publishing([notice()]);
    const partner = openLines(gateway.channels[0]!);
    expect(await partner.ask(message)).toEqual(await partner.ask(message));
    expect((await partner.ask({ ...message, sign: '0'.repeat(64) })).get('code')).toBe('E30');
    const wrong = await partner.ask(publishing([{ equipmentCode: '1', reason: 'x' }]));
    expect([wrong.get('code'), wrong.get('say')]).toEqual(['E40', expect.stringContaining('设备代码')]);
    expect((await partner.ask('%zz')).get('code')).toBe('E10');
    await partner.close();
  });

  it('describes it by WSDL, OpenAPI and interface document', async () => {
    const text = async (query: string) => (await fetch(url(query))).text();
    expect(await text('?wsdl')).toContain('publishRequest');
    expect(await text('?openapi')).toContain('/city/notices/notices');
    expect(await text('?doc')).toContain('停用原因');
  });
});
