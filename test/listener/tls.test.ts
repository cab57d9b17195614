import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openSocket, startGateway, stopGateways, type TestGateway } from './gateway.ts';

interface Pair {
  readonly cert: string;
  readonly key: string;
}

let folder: string;
let server: Pair;
let partner: Pair;
let stranger: Pair;
let authority: string;

const openssl = (...parameters: readonly string[]) =>
  execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' });
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

function selfSigned(name: string, subject: string): Pair {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', '-x509', ...key, '-out', `${name}.crt`, '-subj', subject, '-days', '2');
  return { cert: read(`${name}.crt`), key: read(`${name}.key`) };
}

function issued(name: string, subject: string): Pair {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', ...key, '-out', `${name}.csr`, '-subj', subject);
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.crt`);
  return { cert: read(`${name}.crt`), key: read(`${name}.key`) };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonggui-tls-'));
  authority = selfSigned('ca', '/CN=Test authority').cert;
  server = selfSigned('server', '/CN=gateway.example');
  partner = issued('partner', '/C=CN/O=Partner/CN=app-1');
  stranger = selfSigned('stranger', '/C=CN/O=Partner/CN=app-1');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(stopGateways);

function postTls({ url }: TestGateway, client: Partial<Pair> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const settings = {
      method: 'POST',
      headers,
      ca: server.cert,
      checkServerIdentity: () => undefined,
      agent: false,
    };
    request(url, { ...settings, ...client } as const, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end('{}');
  });
}

describe('TLS', () => {
  it('tells the core of a client certificate that the authority issued', async () => {
    const gateway = await startGateway({ tls: { ...server, ca: authority } });
    expect(await postTls(gateway, partner)).toBe(200);
    const fingerprint = openssl('x509', '-in', 'partner.crt', '-noout', '-fingerprint', '-sha256').toString();
    expect(gateway.messages[0]?.peer).toEqual({
      address: '127.0.0.1',
      certificate: {
        subject: 'C=CN, O=Partner, CN=app-1',
        fingerprint256: fingerprint.trim().split('=')[1]!.replaceAll(':', ''),
      },
    });
  });

  it('tells nothing of a certificate of the same name that nobody vouches for', async () => {
    const gateway = await startGateway({ tls: { ...server, ca: authority } });
    expect(await postTls(gateway, stranger)).toBe(200);
    expect(gateway.messages[0]?.peer).toEqual({ address: '127.0.0.1' });
  });

  it('refuses callers without a valid certificate where one is required', async () => {
    const gateway = await startGateway({ tls: { ...server, ca: authority, rejectUnauthorized: true } });
    await expect(postTls(gateway)).rejects.toThrow();
    await expect(postTls(gateway, stranger)).rejects.toThrow();
    expect(await postTls(gateway, partner)).toBe(200);
  });

  it('asks for no certificate where there is no authority', async () => {
    const gateway = await startGateway({ tls: server });
    expect(await postTls(gateway, partner)).toBe(200);
    expect(gateway.messages[0]?.peer).toEqual({ address: '127.0.0.1' });
  });

  it('refuses TLS 1.1', async () => {
    const gateway = await startGateway({ tls: server });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const socket = connectTls({ port: gateway.address.port, host: '127.0.0.1', ca: server.cert, ...old });
    await expect(
      new Promise((resolve, reject) => socket.on('secureConnect', resolve).on('error', reject)),
    ).rejects.toThrow();
  });

  it('survives plain HTTP and cuts a hand-shake that never comes', async () => {
    const gateway = await startGateway({ tls: server, limits: { headerMs: 200 } });
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '']) {
      const socket = await openSocket(gateway.address);
      socket.write(bytes);
      socket.resume();
      await new Promise((resolve) => socket.on('close', resolve));
    }
    expect(await postTls(gateway)).toBe(200);
    expect(gateway.failures).toEqual([]);
  });

  it('ends in time although a hand-shake is under way', async () => {
    const gateway = await startGateway({ tls: server, limits: { headerMs: 20_000 } });
    const socket = await openSocket(gateway.address);
    const begin = performance.now();
    await gateway.server.close(10_000);
    expect(performance.now() - begin).toBeLessThan(2000);
    socket.destroy();
  });
});
