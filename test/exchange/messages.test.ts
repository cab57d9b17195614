import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, exchange, post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { answerIsSigned, type Partner, restBody, signedMessage } from '../support/partner.ts';
import { sampleRecord } from '../support/records.ts';

const NAMES = ['appid', 'busicode', 'action', 'busilist', 'random', 'sign'] as const;

/** S1 Table 5, Table 8, A.1, A.2; S2 Tables 1 and 4, A.1, A.2. */
describe('the shape of messages', () => {
  let gateway: TestGateway;
  let s1: Partner;
  let s2: Partner;
  beforeAll(async () => {
    gateway = await startTestGateway();
    s1 = await gateway.addPartner({ profile: 'MD5' });
    s2 = await gateway.addPartner({ standard: 's2', profile: 'SM4' });
  });
  afterAll(() => gateway.stop());

  const codes = () => [[s1, '120101', 's1/0101'] as const, [s2, '003', 's2/003'] as const];
  const membersOf = (text: string) => Object.keys(JSON.parse(text));

  it('a success has result 0001 and message, and for a query alone busilist as an array', async () => {
    for (const [partner, code, ruleSet] of codes()) {
      const added = await ask(gateway.exchangeUrl, partner, code, '01', [sampleRecord(ruleSet)]);
      expect(added.datalist).toMatchObject({ result: '0001', message: expect.stringContaining('新增1条') });
      expect(added.datalist).not.toHaveProperty('busilist');
      const found = await ask(gateway.exchangeUrl, partner, code, '04', []);
      expect(found.datalist).toMatchObject({ result: '0001', message: expect.any(String) });
      expect(found.datalist['busilist']).toEqual([expect.any(Object)]);
    }
  });

  it('a failure has result 0000 and message and no busilist, and is signed like any answer', async () => {
    for (const [partner, code] of codes()) {
      const refused = await ask(gateway.exchangeUrl, partner, code, '04', [{ region: 'nowhere' }]);
      expect(refused.datalist).toMatchObject({ result: '0000', message: expect.stringContaining('region') });
      expect(refused.datalist).not.toHaveProperty('busilist');
      expect(answerIsSigned(partner, refused.members)).toBe(true);
    }
  });

  it('S1 answers appid, busicode, datalist, random, sign in this order; S2 datalist, random, sign', async () => {
    const [first, second] = codes();
    const [one, other] = [signedMessage(s1, first![1], '04', []), signedMessage(s2, second![1], '04', [])];
    const answers = [await exchange(gateway.exchangeUrl, one), await exchange(gateway.exchangeUrl, other)];
    expect(membersOf(answers[0]!.text)).toEqual(['appid', 'busicode', 'datalist', 'random', 'sign']);
    expect(membersOf(answers[1]!.text)).toEqual(['datalist', 'random', 'sign']);
    expect(answers.map(({ members }) => members['random'])).toEqual([one.random, other.random]);
    expect(answers[0]!.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it.each(NAMES)('%s is required', async (name) => {
    const { [name]: _, ...rest } = JSON.parse(restBody(signedMessage(s1, '120101', '04', [])));
    const { datalist } = await post(gateway.exchangeUrl, JSON.stringify(rest));
    expect(datalist).toMatchObject({
      result: '0000',
      code: name === 'sign' ? 'SIGN_MISSING' : 'BAD_PARAMETER',
    });
    if (name !== 'sign') expect(datalist['message']).toContain(name);
  });

  it.each(['appid', 'busicode', 'action', 'random'] as const)('%s is a string', async (name) => {
    const body = { ...JSON.parse(restBody(signedMessage(s1, '120101', '04', []))), [name]: 1 };
    const { datalist } = await post(gateway.exchangeUrl, JSON.stringify(body));
    expect(datalist).toMatchObject({ result: '0000', code: 'BAD_PARAMETER' });
  });

  it.each(['appId', 'APPID', 'Sign'])('names are case-sensitive: %s is unknown', async (name) => {
    const { appid, sign, ...rest } = JSON.parse(restBody(signedMessage(s1, '120101', '04', [])));
    const own = name === 'Sign' ? { appid, [name]: sign } : { [name]: appid, sign };
    const { datalist } = await post(gateway.exchangeUrl, JSON.stringify({ ...rest, ...own }));
    expect(datalist).toMatchObject({ result: '0000', code: 'BAD_PARAMETER' });
  });

  it('a sign is in upper case: the same sign in lower case is refused', async () => {
    for (const [partner, code] of codes()) {
      const { sign } = signedMessage(partner, code, '04', []);
      const message = signedMessage(partner, code, '04', []);
      const lower = await exchange(gateway.exchangeUrl, { ...message, sign: message.sign.toLowerCase() });
      expect(lower.datalist['code']).toBe('SIGN_MISMATCH');
      expect(lower.members['sign']).toMatch(/^[0-9A-F]+$/);
      expect(sign).toMatch(/^[0-9A-F]+$/);
    }
  });

  it.each(['appid', 'busicode', 'action', 'busilist', 'random'] as const)(
    'a %s that was changed on the way is refused',
    async (name) => {
      const others = { appid: s1.appid, busicode: '120102', action: '01', busilist: '[{}]', random: 'other' };
      const own = await gateway.addPartner({ profile: 'MD5' });
      const message = { ...signedMessage(own, '120101', '04', []), [name]: others[name] };
      expect((await exchange(gateway.exchangeUrl, message)).datalist['code']).toBe('SIGN_MISMATCH');
    },
  );

  it.each(['31 characters, hex', 'seventeen chars..', '0'.repeat(32)])(
    'a KEY that is neither 32 hex digits nor 16 characters, or can be guessed, is refused when set: %s',
    async (secret) => {
      await expect(gateway.addPartner({ secret })).rejects.toThrow('sign.key');
    },
  );
});

/** S1 1.13 (7.6), S2 6.3. */
describe('the address', () => {
  it('is /{service}/{interFlag} as configured, and nothing else', async () => {
    const services = [{ standard: 'special-equipment', service: 'sjgxpt', interFlag: 'tzsb' }];
    const gateway = await startTestGateway({ services });
    const partner = await gateway.addPartner();
    expect(new URL(gateway.exchangeUrl).pathname).toBe('/sjgxpt/tzsb');
    expect((await ask(gateway.exchangeUrl, partner, '120101', '04', [])).datalist['result']).toBe('0001');
    for (const path of ['/tonggui/exchange', '/sjgxpt', '/sjgxpt/tzsb/x', '/SJGXPT/tzsb'])
      expect((await ask(new URL(path, gateway.exchangeUrl).href, partner, '120101', '04', [])).status).toBe(
        404,
      );
    await gateway.stop();
  });
});

/** S2 6.5.1: an interface document, under a version. */
describe('the interface document', () => {
  it('tells its version, the members, the codes, the order of the sign and what to do after a failure', async () => {
    const gateway = await startTestGateway();
    const page = await (await fetch(`${gateway.exchangeUrl}?doc`)).text();
    for (const told of [
      '版本 1.0',
      'busilist',
      '0101',
      '固定顺序',
      'ASCII升序',
      '&amp;key=',
      '24小时',
      '0001',
    ])
      expect(page).toContain(told);
    await gateway.stop();
  });

  it('tells every member of every kind of data, as the rules have it', async () => {
    const gateway = await startTestGateway();
    const page = await (await fetch(`${gateway.exchangeUrl}?doc`)).text();
    const folder = 'src/standards/special-equipment/rules';
    const files = ['s1', 's2'].flatMap((edition) =>
      readdirSync(`${folder}/${edition}`).map((file) => `${edition}/${file}`),
    );
    expect(files).toHaveLength(33);
    for (const file of files) {
      const { title, properties } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
      const heading = `${file.slice(0, 2).toUpperCase()} ${file.slice(3, -5)} ${title}</h2>`;
      const section = page.slice(page.indexOf(heading)).split('</section>')[0]!;
      expect(page).toContain(heading);
      for (const name of Object.keys(properties)) expect(section).toContain(`>${name}<`);
    }
    await gateway.stop();
  });
});
