import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataFiles } from '../../src/config/data-files.ts';
import { run } from '../cli/run.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addProvider, call, objectsPath, type Provider, riskPoint, syndata, tokenOf } from '../support/s5.ts';

interface Update {
  readonly application: string;
  readonly ruleSet: string;
  readonly last?: string;
  readonly late: boolean;
}

/** S5 4.1 b) and 5.2: nine kinds of data, each updated daily. */
describe('the watch over daily updates', () => {
  let gateway: TestGateway;
  let provider: Provider;
  let token: string;
  const updates = async (): Promise<readonly Update[]> =>
    (await gateway.admin('GET', '/api/updates')).body.updates;
  const uploaded = async () =>
    (await updates()).filter(({ last }) => last !== undefined).map(({ ruleSet }) => ruleSet);

  beforeAll(async () => {
    gateway = await startTestGateway();
    provider = await addProvider(gateway);
    await gateway.addPartner();
    token = await tokenOf(gateway, provider);
  });
  afterAll(() => gateway.stop());

  it('expects all nine kinds of a provider of S5, and nothing of S1', async () => {
    const expected = await updates();
    expect(expected.map(({ ruleSet }) => ruleSet).sort()).toEqual([
      'comInfo',
      'deptInfo',
      'hazardSource',
      'hiddenDanger',
      'psnInfo',
      'riskMap',
      'riskPoint',
      'ruleInfo',
      'trainInfo',
    ]);
    expect(new Set(expected.map(({ application }) => application))).toEqual(new Set([provider.appid]));
    expect(expected.some(({ late }) => late)).toBe(false);
  });

  it('takes an accepted upload for one, by syndata and by address, a refused one for none', async () => {
    expect((await syndata(gateway, token, '0201', [{}])).body.status).not.toBe('0');
    expect(await uploaded()).toEqual([]);
    expect((await syndata(gateway, token, '0101', [riskPoint()])).body.status).toBe('0');
    expect(await uploaded()).toEqual(['riskPoint']);
    const data = [{ fileName: '制度', uploadDate: '2023-07-08', publisher: '张三' }];
    const { body } = await call(gateway, objectsPath('addObjects', 'ruleInfo'), {
      access_token: token,
      data,
    });
    expect(body.status).toBe('0');
    expect((await uploaded()).sort()).toEqual(['riskPoint', 'ruleInfo']);
  });

  it('is seen on the overview, in the metrics and on the command line', async () => {
    const { body } = await gateway.admin('GET', '/api/overview');
    expect(body.updates).toEqual({ total: 9, late: 0 });
    const metrics = await (await fetch(`${gateway.gateway.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^tonggui_updates_late 0$/m);
    // What `serve` leaves there for the command line.
    writeFileSync(dataFiles(gateway.data).gateway, JSON.stringify({ admin: gateway.gateway.adminUrl }));
    const listed = await run(['updates', 'list', '--data', gateway.data]);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toMatch(
      new RegExp(`^${provider.appid} s5 comInfo 单位基本信息: due \\S+Z, last upload never$`, 'm'),
    );
    expect(listed.out).toMatch(new RegExp(`^${provider.appid} s5 riskPoint .*, last upload \\S+Z$`, 'm'));
    const late = await run(['updates', 'list', '--late', '--data', gateway.data]);
    expect(late).toMatchObject({ code: 0, out: 'nothing is late\n' });
  });
});
