import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, datalistText, type Partner } from '../support/partner.ts';

const README = readFileSync('README.md', 'utf8');
const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const tools =
  runs('curl', '--version') &&
  runs('bash', '-c', 'openssl enc -sm4-ecb -K 00000000000000000000000000000000 < /dev/null');
if (!tools) process.stderr.write("curl or openssl with SM4 not found: the README's curl sample is not run\n");

describe('the README', () => {
  let gateway: TestGateway;
  let partner: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway();
    partner = await gateway.addPartner({ profile: 'SM4' });
  });
  afterAll(() => gateway.stop());

  (tools ? it : it.skip)('has a curl sample that gets a signed answer', async () => {
    const [, sample] = /```sh\n(busilist=[\s\S]*?)```/.exec(README)!;
    const script = sample!.replace('http://127.0.0.1:8080/tonggui/exchange', gateway.exchangeUrl);
    const env = { ...process.env, APPID: partner.appid, SECRET: partner.secret };
    // Not synchronously: the gateway answers in this very process.
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
    const members = { ...JSON.parse(stdout), datalist: datalistText(stdout) };
    expect(JSON.parse(members.datalist)).toMatchObject({ result: '0001', busilist: [] });
    expect(answerIsSigned(partner, members)).toBe(true);
  });

  it('links to nothing that is not there', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
