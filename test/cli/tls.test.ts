import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Facts, type Served, serve, temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

const folder = temporaryFolder();
let served: Served;
let facts: Facts;

/** A self-signed certificate for another name than the address has. */
function certify(name: string): { readonly certificate: string; readonly key: string } {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject, ...files],
    {
      stdio: 'ignore',
    },
  );
  return { certificate, key };
}

beforeAll(async () => {
  const tls = certify('gateway');
  const config = join(folder, 'tonggui.yaml');
  writeFileSync(config, JSON.stringify({ exchange: { tls }, admin: { tls } }));
  served = await serve(['--demo', '--json', '--config', config], join(folder, 'data'));
  facts = JSON.parse(served.out()) as Facts;
  writeFileSync(join(folder, 'secret'), facts.demo.secret);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

describe('over TLS', () => {
  it('reaches the admin API by the configured certificate, whatever name stands in it', async () => {
    expect(facts.admin).toMatch(/^https:/);
    const config = ['--config', join(folder, 'tonggui.yaml'), '--data', served.data];
    expect(await run(['app', 'list', ...config])).toMatchObject({ code: 0 });
  });

  it('gives its key to no address that has another certificate', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(other, JSON.stringify({ admin: { tls: certify('other') } }));
    expect(await run(['app', 'list', '--config', other, '--data', served.data])).toMatchObject({ code: 3 });
  });

  it('calls an address whose authority is named, and no other', async () => {
    const url = facts.exchange.replace('127.0.0.1', 'localhost');
    const peer = ['--url', url, '--appid', facts.demo.appid, '--secret-from', 'secret', '--profile', 'SM4'];
    const query = ['call', ...peer, '--standard', 's1', '--busicode', '120101', '--action', '04'];
    const answered = await run([...query, '--ca', 'gateway.pem'], { folder });
    expect(answered).toMatchObject({ code: 0, out: expect.stringContaining('"0001"') });
    const refused = await run(query, { folder });
    expect(refused).toMatchObject({ code: 3, err: expect.stringMatching(/^error: no connection \(.*CERT/) });
  });
});
