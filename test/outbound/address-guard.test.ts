import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AddressError, createAddressGuard, type ResolveName } from '../../src/outbound/address-guard.ts';
import { createHttpCaller, type HttpCaller } from '../../src/outbound/http-caller.ts';

const OPEN = { allow: [], deny: [] };

function ruleOf(address: string, lists: { allow?: string[]; deny?: string[] } = {}): string | undefined {
  try {
    createAddressGuard({ ...OPEN, ...lists }).check(address);
    return undefined;
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return error.rule;
  }
}

const answers =
  (...addresses: string[]): ResolveName =>
  async () =>
    addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('an address as it is registered', () => {
  it.each([
    ['http://127。0。0。1/', 'loopback'],
    ['http://①②⑦.0.0.1/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://0177.0.0.01/', 'loopback'],
    ['http://127.1/', 'loopback'],
    ['http://%31%32%37.0.0.1/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'loopback'],
    ['http://[0:0:0:0:0:ffff:7f00:1]/', 'loopback'],
    ['http://[64:ff9b::7f00:1]/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://localhost/', 'loopback'],
    ['http://LOCALHOST./', 'loopback'],
    ['http://x.localhost/', 'loopback'],
    ['http://0/', 'unspecified address'],
    ['http://[::]/', 'unspecified address'],
    ['http://169.254.169.254/latest/meta-data/', 'link-local'],
    ['http://[fe80::1]/', 'link-local'],
    ['http://100.100.100.200/', 'cloud metadata'],
    ['http://[fd00:ec2::254]/', 'cloud metadata'],
    ['http://224.0.0.1/', 'multicast'],
    ['http://[ff02::1]/', 'multicast'],
    ['http://255.255.255.255/', 'reserved or broadcast'],
    ['http://[2002:7f00:1::]/', 'IPv4 inside IPv6'],
    ['http://[::7f00:1]/', 'IPv4 inside IPv6'],
    ['http://user@10.0.0.1/', 'user information'],
    ['http://a:b@10.0.0.1/', 'user information'],
    ['http://@10.0.0.1/', 'user information'],
    ['file:///etc/passwd', 'scheme'],
    ['ftp://10.0.0.1/', 'scheme'],
    ['gopher://10.0.0.1/', 'scheme'],
    ['http://10.0.0.1:22/', 'port'],
    ['https://10.0.0.1:0/', 'port'],
    ['//10.0.0.1/', 'not an absolute URL'],
    ['/a/b', 'not an absolute URL'],
    ['http://10.0.0.1\\@127.0.0.1/', 'not an absolute URL'],
    ['http://10.0.0.1/\r\nHost:x', 'not an absolute URL'],
    [' http://10.0.0.1/', 'not an absolute URL'],
    ['http://10.0.0\u200b.1/', 'not an absolute URL'],
    ['http://[::1%25lo]/', 'not an absolute URL'],
    ['http://', 'not an absolute URL'],
  ])('is refused: %s (%s)', (address, rule) => {
    expect(ruleOf(address)).toBe(rule);
  });

  it.each([
    'http://10.1.2.3:8080/s/f',
    'http://172.16.0.1/',
    'https://192.168.1.1:88/',
    'http://[fc00::1]/',
    'http://data.example.gov.cn/s/f?x=@',
  ])('is taken: %s', (address) => {
    expect(ruleOf(address)).toBeUndefined();
  });

  it('is refused by the deny list under every spelling, whatever else allows it', () => {
    const lists = { allow: ['10.0.0.0/8'], deny: ['10.9.0.0/16', '*.bad.cn'] };
    expect(ruleOf('http://10.8.0.1/', lists)).toBeUndefined();
    expect(ruleOf('http://0x0a090001/', lists)).toBe('deny list');
    expect(ruleOf('http://a.BAD.cn./', lists)).toBe('deny list');
    for (const address of ['http://localhost/', 'http://127.0.0.1/', 'http://[::1]/'])
      expect(ruleOf(address, { allow: ['127.0.0.0/8', '::1'], deny: ['localhost'] })).toBe('deny list');
  });

  it('must be in the allow list when there is one', () => {
    expect(ruleOf('http://10.1.0.1/', { allow: ['10.2.0.0/16'] })).toBe('allow list');
    expect(ruleOf('http://10.2.0.1/', { allow: ['10.2.0.0/16'] })).toBeUndefined();
  });

  it('stays open when the list only opens parts of what is denied', () => {
    for (const allow of [['127.0.0.1'], ['localhost'], ['::1', '169.254.0.0/16']])
      expect(ruleOf('http://10.1.0.1/', { allow })).toBeUndefined();
    expect(ruleOf('http://10.1.0.1/', { allow: ['127.0.0.1', 'data.example.cn'] })).toBe('allow list');
    expect(ruleOf('http://[::1]:8080/', { allow: ['::1'] })).toBeUndefined();
  });

  it('is opened only by an entry inside the denied network', () => {
    expect(ruleOf('http://127.0.0.1/', { allow: ['127.0.0.1'] })).toBeUndefined();
    expect(ruleOf('http://localhost/', { allow: ['127.0.0.0/8'] })).toBeUndefined();
    expect(ruleOf('http://127.0.0.1/', { allow: ['0.0.0.0/0'] })).toBe('loopback');
    expect(ruleOf('http://169.254.169.254/', { allow: ['0.0.0.0/0', '127.0.0.1'] })).toBe('link-local');
  });

  it('is opened by a name under that name alone', async () => {
    const lists = { allow: ['localhost'] };
    for (const address of ['http://localhost:8080/', 'http://LOCALHOST./'])
      expect(ruleOf(address, lists)).toBeUndefined();
    for (const address of ['http://127.0.0.1/', 'http://127.8.8.8/', 'http://[::1]/', 'http://x.localhost/'])
      expect(ruleOf(address, lists)).toBe('loopback');
    const admit = (host: string, ...found: string[]) =>
      createAddressGuard({ ...OPEN, ...lists }, answers(...found)).admit(`http://${host}/`);
    await expect(admit('localhost', '127.0.0.1', '::1')).resolves.toBeUndefined();
    await expect(admit('localhost', '169.254.169.254')).rejects.toMatchObject({ rule: 'link-local' });
    await expect(admit('data.example.cn', '127.0.0.1')).rejects.toMatchObject({ rule: 'loopback' });
  });

  it('is refused when its name resolves to what is denied, taken while it does not resolve', async () => {
    const admit = (resolve: ResolveName) =>
      createAddressGuard(OPEN, resolve).admit('http://data.example.cn/');
    await expect(admit(answers('169.254.169.254'))).rejects.toMatchObject({ rule: 'link-local' });
    await expect(admit(answers('10.0.0.1'))).resolves.toBeUndefined();
    await expect(
      admit(() => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))),
    ).resolves.toBeUndefined();
  });
});

it('names an entry of a list that is neither a network nor a host name', () => {
  expect(() => createAddressGuard({ allow: ['10.0.0.0/33'], deny: [] })).toThrow("'10.0.0.0/33'");
});

describe('an address as it is connected to', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function startInternal(): Promise<{ port: number; requests: string[] }> {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end('internal');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => server.close());
    return { port: (server.address() as AddressInfo).port, requests };
  }

  function callerWith(allow: string[], resolve?: ResolveName): HttpCaller {
    const guard = createAddressGuard({ allow, deny: [] }, resolve);
    const caller = createHttpCaller({ connectSeconds: 1, totalSeconds: 2, answerBytes: 1000 }, {}, guard);
    closing.push(() => caller.close());
    return caller;
  }

  it('is the one that was checked: a name that turns to loopback after its registration gets no connection', async () => {
    const internal = await startInternal();
    let asked = 0;
    const rebinding: ResolveName = (host) => answers(asked++ === 0 ? '10.0.0.1' : '127.0.0.1')(host);
    await createAddressGuard(OPEN, rebinding).admit('http://data.example.cn/');
    const call = { url: `http://data.example.cn:${internal.port}/x`, headers: {} };
    await expect(callerWith([], rebinding).send(call)).rejects.toMatchObject({
      failure: 'unreachable',
      delivered: 'no',
      message: 'the address is refused (loopback)',
    });
    expect(internal.requests).toEqual([]);
  });

  it('is resolved once a connection, so that a name cannot turn between check and connect', async () => {
    const internal = await startInternal();
    let asked = 0;
    const turning: ResolveName = (host) => answers(asked++ === 0 ? '127.0.0.1' : '169.254.169.254')(host);
    const caller = callerWith(['127.0.0.1'], turning);
    await caller.send({ url: `http://data.example.cn:${internal.port}/x`, headers: {} });
    expect({ asked, requests: internal.requests }).toEqual({ asked: 1, requests: ['/x'] });
  });

  it('is one of those that may be, when a name has several', async () => {
    const internal = await startInternal();
    const caller = callerWith(['127.0.0.1'], answers('169.254.169.254', '127.0.0.1'));
    const answer = await caller.send({ url: `http://data.example.cn:${internal.port}/x`, headers: {} });
    expect(answer.status).toBe(200);
  });

  it('may be loopback under the name localhost where that is allowed, and under no other', async () => {
    const internal = await startInternal();
    const caller = callerWith(['localhost'], answers('127.0.0.1'));
    const send = (host: string) => caller.send({ url: `http://${host}:${internal.port}/x`, headers: {} });
    expect((await send('localhost')).status).toBe(200);
    for (const host of ['data.example.cn', '127.0.0.1'])
      await expect(send(host)).rejects.toMatchObject({ message: 'the address is refused (loopback)' });
    expect(internal.requests).toHaveLength(1);
  });

  it('is looked up once for all calls that wait for it, so that a DNS in trouble holds one thread', async () => {
    let asked = 0;
    let fail: (error: Error) => void = () => undefined;
    const hanging: ResolveName = () => {
      asked += 1;
      return new Promise((_, reject) => {
        fail = reject;
      });
    };
    const caller = callerWith([], hanging);
    const call = { url: 'http://data.example.cn/x', headers: {} };
    const calls = Array.from({ length: 20 }, () => caller.send(call).catch(({ failure }) => failure));
    while (asked === 0) await new Promise(setImmediate);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(asked).toBe(1);
    fail(Object.assign(new Error('x'), { code: 'EAI_AGAIN' }));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['unreachable']));
    const later = caller.send(call).catch(({ failure }) => failure);
    while (asked === 1) await new Promise(setImmediate);
    fail(new Error('x'));
    expect(await later).toBe('unreachable');
  });

  it('is checked before every call where it is literal', async () => {
    const internal = await startInternal();
    const call = { url: `http://127.0.0.1:${internal.port}/x`, headers: {} };
    await expect(callerWith([]).send(call)).rejects.toMatchObject({ failure: 'unreachable' });
    expect(internal.requests).toEqual([]);
  });
});
