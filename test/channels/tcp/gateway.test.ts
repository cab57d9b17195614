import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startChannels } from '../../../src/channels/start-channels.ts';
import { type Inside, lookInside } from '../../hostile/support/look-inside.ts';
import {
  type Certificate,
  type CertificateFolder,
  openCertificateFolder,
} from '../../support/certificates.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';
import { addProvider, call, objectsPath, type Provider, riskPoint, tokenOf } from '../../support/s5.ts';
import {
  answer,
  type FramingName,
  frame,
  openPartner,
  type Partner,
  pause,
  SERVICE,
  until,
} from './sample.ts';

const OK = { status: '0', err: '' };

const portOf = ({ gateway }: TestGateway) => Number(new URL(gateway.channels[0]!).port);
const openTo = (gateway: TestGateway, framing: FramingName = 'length'): Partner =>
  openPartner({ port: portOf(gateway), framing });

/** A.3.3, as a frame carries it. */
const syndata = (
  access_token: string,
  data: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
) => ({
  access_token,
  txcode: '0101',
  data,
  ...more,
});

describe('S5 A.3 over TCP', () => {
  let gateway: TestGateway;
  let provider: Provider;
  let token: string;
  let inside: Inside;
  beforeAll(async () => {
    gateway = await startTestGateway({ channels: { tcp: { port: 0, messageSeconds: 1 } } });
    provider = await addProvider(gateway, { grants: ['*:*:*:reveal'] });
    token = await tokenOf(gateway, provider);
    inside = lookInside(gateway.data);
  });
  afterAll(async () => {
    inside.close();
    await gateway.stop();
  });

  it('stores what it confirms, and the audit tells how it came', async () => {
    const partner = openTo(gateway);
    const record = riskPoint();
    partner.send(syndata(token, [record]));
    expect(await partner.receive(1)).toEqual([OK]);
    const { body } = await call(gateway, objectsPath('getObjects', 'riskPoint'), undefined, {
      authorization: `Bearer ${token}`,
    });
    expect(body.data).toContainEqual(record);
    const [entry] = inside.lastAttempts(2);
    expect(entry).toMatchObject({
      wire: 'tcp',
      operation: 'syndata',
      caller: provider.appid,
      event: 'EXCHANGE_ACCEPTED',
      records: 1,
    });
    partner.socket.destroy();
  });

  it('answers 200 pipelined messages in order, refused ones among them', async () => {
    const partner = openTo(gateway);
    const record = riskPoint();
    const messages = Array.from({ length: 200 }, (_, turn) =>
      turn % 10 === 9
        ? syndata('B'.repeat(43), [record])
        : syndata(token, [{ ...record, riskName: `第${turn}次` }]),
    );
    for (const message of messages) partner.send(message);
    const answers = await partner.receive(200);
    expect(answers.map(({ status }) => status)).toEqual(
      messages.map((_, turn) => (turn % 10 === 9 ? '3012' : '0')),
    );
    expect(inside.everything()).not.toContain(token);
    partner.socket.destroy();
  });

  it('gives a resend with its serial number the stored answer and writes nothing', async () => {
    const partner = openTo(gateway);
    const message = syndata(token, [riskPoint()], { serialnumber: 'TCP-1' });
    partner.send(message);
    await partner.receive(1);
    const before = inside.count();
    partner.send(message);
    expect(await partner.receive(2)).toEqual([OK, OK]);
    expect(inside.count()).toEqual({ ...before, attempts: before.attempts + 1 });
    partner.socket.destroy();
  });

  it('tells which record and member is at fault', async () => {
    const partner = openTo(gateway);
    partner.send(syndata(token, [riskPoint(), riskPoint({ riskType: 'X' })]));
    const [told] = await partner.receive(1);
    expect(told).toMatchObject({
      status: expect.stringMatching(/^[1-9]\d+$/),
      err: expect.stringMatching(/\p{Script=Han}/u),
      errors: [{ index: 1, member: 'riskType' }],
    });
    partner.socket.destroy();
  });

  it.each<[name: string, act: (partner: Partner) => void]>([
    ['its sender dies', ({ socket }) => setTimeout(() => socket.resetAndDestroy(), 50)],
    ['it never ends', () => undefined],
    ['4 GiB follow', ({ socket }) => socket.write(Buffer.alloc(8, 0xff))],
  ])('stores nothing of a message that is not whole: %s', async (_, act) => {
    const partner = openTo(gateway);
    const before = inside.count();
    partner.socket.write(frame('length', syndata(token, [riskPoint()])).subarray(0, -5));
    act(partner);
    await until(() => inside.count().attempts > before.attempts);
    await pause(30);
    const after = inside.count();
    expect(after.records).toBe(before.records);
    expect(after.attempts).toBe(before.attempts + 1);
    expect(inside.lastAttempts(1)).toMatchObject([{ event: 'EXCHANGE_REFUSED', wire: 'tcp', caller: null }]);
    partner.socket.destroy();
  });
});

describe('S5 A.3 over TLS', () => {
  let certificates: CertificateFolder;
  let server: Certificate;
  let mine: Certificate;
  let selfMade: Certificate;
  let gateway: TestGateway;
  beforeAll(async () => {
    certificates = openCertificateFolder();
    const authority = certificates.selfSigned('ca', '/CN=Test authority');
    server = certificates.selfSigned('server', '/CN=gateway.example');
    mine = certificates.issued('mine', '/C=CN/O=Partner/CN=mine', authority);
    selfMade = certificates.selfSigned('selfmade', '/C=CN/O=Partner/CN=mine');
    const tls = {
      certificate: server.certificateFile,
      key: server.keyFile,
      clientCa: authority.certificateFile,
    };
    gateway = await startTestGateway({ channels: { tcp: { port: 0, framing: 'newline', tls } } });
  });
  afterAll(async () => {
    await gateway.stop();
    certificates.remove();
  });

  function openTls(client?: Certificate): Partner {
    const trust = { ca: server.cert, checkServerIdentity: () => undefined };
    const pair = client && { cert: client.cert, key: client.key };
    const socket = connectTls({ port: portOf(gateway), host: '127.0.0.1', ...trust, ...pair });
    return openPartner({ port: 0, framing: 'newline' }, socket);
  }

  it('is where the address says', () => {
    expect(gateway.gateway.channels).toEqual([`tls://127.0.0.1:${portOf(gateway)}`]);
  });

  it('takes messages, many a connection', async () => {
    const token = await tokenOf(gateway, await addProvider(gateway));
    const partner = openTls();
    for (let turn = 0; turn < 50; turn += 1) partner.send(syndata(token, [riskPoint()]));
    partner.socket.end();
    await partner.over;
    expect(partner.answers).toEqual(Array(50).fill(OK));
  });

  it('asks an application for its certificate where it was set up with one', async () => {
    const provider = await addProvider(gateway);
    const token = await tokenOf(gateway, provider);
    await gateway.admin('PATCH', `/api/applications/${provider.appid}`, {
      certificate: { fingerprint256: mine.fingerprint256 },
    });
    const statusWith = async (client?: Certificate) => {
      const partner = openTls(client);
      partner.send(syndata(token, [riskPoint()]));
      const [told] = await partner.receive(1);
      partner.socket.destroy();
      return told?.['status'];
    };
    expect(await statusWith(mine)).toBe('0');
    expect(await statusWith()).not.toBe('0');
    expect(await statusWith(selfMade)).not.toBe('0');
  });

  it('does not speak to who does not speak TLS', async () => {
    const partner = openTo(gateway, 'newline');
    partner.send({ txcode: '0101' });
    await partner.over;
    expect(partner.answers).toEqual([]);
  });
});

describe('another standard over TCP', () => {
  it('is spoken as it is by REST: signed both ways', async () => {
    const tcp = { port: 0, standard: 'special-equipment', operation: 'exchange', framing: 'newline' };
    const gateway = await startTestGateway({ channels: { tcp } });
    const application = await gateway.addPartner();
    const partner = openTo(gateway, 'newline');
    const { busilist, ...message } = signedMessage(application, '120101', '01', [sampleRecord()]);
    partner.send(JSON.stringify(message).replace(/\}$/, `,"busilist":${busilist}}`));
    const [told] = await partner.receive(1);
    expect(told).toMatchObject({
      appid: application.appid,
      datalist: { result: '0001' },
      random: message.random,
    });
    expect(told?.['sign']).toMatch(/^[0-9A-F]{64}$/);
    await gateway.stop();
  });
});

describe('a gateway that stops', () => {
  it('has stored all that it confirmed, and confirms what it took', async () => {
    const gateway = await startTestGateway({ channels: { tcp: { port: 0 } } });
    const token = await tokenOf(gateway, await addProvider(gateway));
    const partner = openTo(gateway);
    for (let turn = 0; turn < 300; turn += 1) partner.send(syndata(token, [riskPoint()]));
    await partner.receive(20);
    const inside = lookInside(gateway.data);
    await gateway.gateway.stop();
    await partner.over;
    const { records } = inside.count();
    inside.close();
    expect(partner.answers).toEqual(Array(partner.answers.length).fill(OK));
    expect(records).toBe(partner.answers.length);
  });
});

describe('a channel that cannot start', () => {
  const parts = { services: [SERVICE], exchange: answer, onFailure: () => undefined };
  const settings = { port: 0, standard: 'sample', operation: 'send' };

  it.each<[changed: object, text: RegExp]>([
    [
      { standard: 'nothing' },
      /^channels\.tcp\.standard: expected a standard that a service speaks \(sample\), got "nothing"$/,
    ],
    [
      { operation: 'ask' },
      /^channels\.tcp\.operation: expected an operation of sample with a body \(send, list\), got "ask"$/,
    ],
    [{ host: '0.0.0.0' }, /^channels\.tcp\.tls: certificate and key, because host/],
    [
      { tls: { certificate: 'a', key: 'b', requireClientCertificate: true } },
      /^channels\.tcp\.tls\.clientCa: /,
    ],
    [{ framing: 'xml' }, /^channels\.tcp\.framing: /],
    [{ speed: 1 }, /^channels\.tcp: .*speed/],
  ])('says what to change: %j', async (changed, text) => {
    const started = startChannels({ tcp: { ...settings, ...changed } }, parts);
    await expect(started.catch(({ message }) => message)).resolves.toMatch(text);
  });

  it('leaves nothing of its gateway behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port: exchange } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const started = startTestGateway({ exchange: { port: exchange }, channels: { tcp: { port } } });
    await expect(started).rejects.toThrow(/EADDRINUSE/);
    const late = openPartner({ port: exchange, framing: 'length' });
    const [error] = await once(late.socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    taken.close();
  });
});
