import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serve } from '../cli/gateway.ts';
import { run } from '../cli/run.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, datalistText, type Partner } from '../support/partner.ts';
import { addProvider, riskPoint, syndata, tokenOf } from '../support/s5.ts';

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

  (tools ? it : it.skip)('has a curl sample of S5 that reads what was sent', async () => {
    const provider = await addProvider(gateway);
    const record = riskPoint();
    await syndata(gateway, await tokenOf(gateway, provider), '0101', [record]);
    const [, sample] = /```sh\n(base=[\s\S]*?)```/.exec(README)!;
    const script = sample!.replace('http://127.0.0.1:8080', new URL(gateway.exchangeUrl).origin);
    const env = { ...process.env, APPID: provider.appid, SECRET: provider.secret };
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'success', data: [{ riskNo: record['riskNo'] }] });
  });

  it('adds the application that its S5 sample calls as, at a running gateway', async () => {
    const [, line] = /^node bin\/tonggui\.js (app add .*)$/m.exec(README)!;
    const served = await serve();
    try {
      writeFileSync(join(served.data, 'secret.txt'), 'visible-secret\n');
      const words = line!.replace('"$APPID"', 'S5APP').replaceAll("'", '').split(' ');
      const at = (...said: string[]) => run([...said, '--data', served.data], { folder: served.data });
      expect(await at(...words)).toMatchObject({ code: 0, out: 'added: S5APP\n' });
      const { out } = await at('app', 'show', 'S5APP', '--json');
      expect(JSON.parse(out)).toMatchObject({ id: 'S5APP', grants: ['*:*:*'], sign: { profile: 'TOKEN' } });
    } finally {
      await served.close();
    }
  });

  it('links to nothing that is not there', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
