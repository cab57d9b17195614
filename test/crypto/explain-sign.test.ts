import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ALGORITHMS } from '../../src/crypto/clinic/algorithms.ts';
import { createGbkEncoder } from '../../src/crypto/clinic/encode-gbk.ts';
import { agreedRecipe } from '../../src/crypto/clinic/recipe.ts';
import { recipeText, specimensOf } from '../../src/crypto/clinic/recipe-text.ts';
import { VARIANTS } from '../../src/crypto/clinic/variants.ts';
import { explainSign } from '../../src/crypto/explain-sign.ts';
import { sign, verifySign } from '../../src/crypto/sign-profiles.ts';
import type { SignField } from '../../src/crypto/sign-text.ts';
import { signSm2 } from '../../src/crypto/sm2.ts';
import { generateSm2KeyPair } from '../../src/crypto/sm2-key.ts';
import type { SignProfile, SignSettings } from '../../src/envelope/application.ts';

const now = new Date('2026-11-22T00:00:00Z');
const secret = '0123456789abcdefFEDCBA9876543210';
const random = '06a014ee-fb0b-4226-b188-1bd93e24ed32';
const busilist = '[{"NAME":"起重/A","URL":"a=b c","N":1.0,"A":null}]';
const source = '[ {"NAME": "起重/A", "URL": "a=b c",\n "N": 1.0, "A": null} ]';

function request(payload = busilist): readonly SignField[] {
  return Object.entries({ appid: 'APP1', busicode: '120101', action: '', busilist: payload, random });
}

function settingsOf(profile: SignProfile, other: Partial<SignSettings> = {}): SignSettings {
  return { profile, order: 'table', lenientCase: false, keys: [{ value: secret }], ...other };
}

const md5 = (text: string | Buffer) => createHash('md5').update(text).digest();
const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();
const textWith = (payload: string, action = 'action=&') =>
  `appid=APP1&busicode=120101&${action}busilist=${payload}&random=${random}`;

function explain(given: string, settings = settingsOf('MD5'), fields = request()) {
  return explainSign(fields, given, settings, { now, sources: { busilist: source } });
}

/** The deviations found, in English. */
function found(given: string, settings?: SignSettings): readonly string[] {
  const { verdict, deviations, advice } = explain(given, settings);
  expect(verdict).toBe('variant');
  for (const { chinese, english } of deviations) {
    expect(advice).toContain(chinese);
    expect(advice).toContain(english);
  }
  return deviations.map(({ english }) => english);
}

it('says so when the sign is right', () => {
  const settings = settingsOf('SM4');
  expect(explain(sign(request(), settings), settings)).toMatchObject({ verdict: 'match', deviations: [] });
});

describe("a partner's MD5 sign", () => {
  const key = `&key=${secret}`;
  const cases: readonly (readonly [string, string | Buffer])[] = [
    ['`&key=SECRET` is missing at the end', textWith(busilist)],
    ['the secret is appended without `&key=`', textWith(busilist) + secret],
    ['the secret was turned to lower case', textWith(busilist) + key.toLowerCase()],
    ['empty members are left out', textWith(busilist, '') + key],
    [
      "the JSON has a blank after commas and colons (Python's json.dumps)",
      textWith('[{"NAME": "起重/A", "URL": "a=b c", "N": 1.0, "A": null}]') + key,
    ],
    [
      "JSON strings are escaped as by PHP's json_encode (\\/ and \\uxxxx)",
      textWith('[{"NAME":"\\u8d77\\u91cd\\/A","URL":"a=b c","N":1.0,"A":null}]') + key,
    ],
    [
      "JSON strings are escaped as by Gson (< > & = ' as \\u003c …)",
      textWith('[{"NAME":"起重/A","URL":"a\\u003db c","N":1.0,"A":null}]') + key,
    ],
    [
      "the members of the JSON's objects are sorted",
      textWith('[{"A":null,"N":1.0,"NAME":"起重/A","URL":"a=b c"}]') + key,
    ],
    [
      'members of the JSON that are null are left out',
      textWith('[{"NAME":"起重/A","URL":"a=b c","N":1.0}]') + key,
    ],
    ['numbers in the JSON are reformatted (1.0 as 1)', textWith(busilist.replace('1.0', '1')) + key],
    ['the JSON is signed with its white space, as it stands in the body', textWith(source) + key],
    ['the JSON is signed as a quoted string', textWith(JSON.stringify(busilist)) + key],
    [
      "the data are signed as Java's Map.toString() writes them ({a=1, b=2})",
      textWith('[{NAME=起重/A, URL=a=b c, N=1.0, A=null}]') + key,
    ],
    ['values are URL-encoded (blank as %20)', textWith(encodeURIComponent(busilist)) + key],
    [
      'the text is encoded in GBK, not in UTF-8',
      Buffer.concat([
        Buffer.from('appid=APP1&busicode=120101&action=&busilist=[{"NAME":"'),
        Buffer.from('c6f0d6d8', 'hex'),
        Buffer.from(`/A","URL":"a=b c","N":1.0,"A":null}]&random=${random}${key}`),
      ]),
    ],
    ['the member busicode is not signed', textWith(busilist).replace('busicode=120101&', '') + key],
    ['the sign member itself is signed, empty', `${textWith(busilist)}&sign=${key}`],
  ];

  it.each(cases)('is explained: %s', (expected, text) => {
    expect(found(hex(md5(text)))).toEqual([expected]);
  });

  it('is explained by several deviations at once, the fewest first', () => {
    const text = `action=&appid=APP1&busicode=120101&busilist=${busilist}&random=${random}${secret}`;
    expect(found(md5(text).toString('base64'))).toEqual([
      'the sign is Base64',
      'members in ascending ASCII order of their names',
      'the secret is appended without `&key=`',
    ]);
  });

  it('is explained in lower case, but not where lower case is allowed', () => {
    const given = sign(request(), settingsOf('MD5')).toLowerCase();
    expect(found(given)).toEqual(['the sign is lower-case hex']);
    expect(explain(given, settingsOf('MD5', { lenientCase: true })).verdict).toBe('match');
    const bare = hex(md5(textWith(busilist))).toLowerCase();
    const lenient = settingsOf('MD5', { lenientCase: true });
    expect(found(bare, lenient)).toEqual(['`&key=SECRET` is missing at the end']);
  });

  it('is explained when it stems from a key that has expired', () => {
    const keys = [{ value: 'f'.repeat(32) }, { value: secret, notAfter: '2026-11-21T00:00:00Z' }];
    const given = sign(request(), settingsOf('MD5'));
    expect(found(given, settingsOf('MD5', { keys }))).toEqual(['an old key is used, which has expired']);
    expect(found(given, settingsOf('MD5', { keys: keys.slice(1) }))).toEqual([
      'an old key is used, which has expired',
    ]);
  });
});

describe("a partner's sign by another algorithm", () => {
  const text = `${textWith(busilist)}&key=${secret}`;
  const sm4 = (mode: string, key: Buffer, iv: Buffer | null, data: string | Buffer) => {
    const cipher = createCipheriv(mode, key, iv);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  };
  const keyBytes = Buffer.from(secret, 'hex');
  const ascii = Buffer.from(secret.slice(0, 16));
  const zero = Buffer.alloc(16);
  const sm3Hex = createHash('sm3').update(text).digest('hex');
  const cases: readonly (readonly [string, Buffer])[] = [
    ['the algorithm is MD5', md5(text)],
    ['the algorithm is plain SM3, without a key', createHash('sm3').update(text).digest()],
    ['the algorithm is SHA-256', createHash('sha256').update(text).digest()],
    ['the algorithm is HMAC-SM3', createHmac('sm3', keyBytes).update(text).digest()],
    ['the algorithm is MD5 cut to its 16 middle digits', md5(text).subarray(4, 12)],
    ['the algorithm is SM4/CBC with an IV of zeros', sm4('sm4-cbc', keyBytes, zero, text)],
    [
      'SM4 is keyed with the first 16 characters of the secret instead of its hex bytes',
      sm4('sm4-ecb', ascii, null, text),
    ],
    ['the algorithm is SM4 of the SM3 digest as lower-case hex', sm4('sm4-ecb', keyBytes, null, sm3Hex)],
    ['the algorithm is SM4 of the SM3 digest', sm4('sm4-ecb', keyBytes, null, Buffer.from(sm3Hex, 'hex'))],
  ];

  it.each(cases)('is explained: %s', (expected, given) => {
    expect(found(hex(given), settingsOf('SM4'))).toEqual([expected]);
  });
});

describe("a partner's SM2 sign", () => {
  const { privateKey, publicKey } = generateSm2KeyPair();
  const settings = settingsOf('SM2', { keys: [{ value: publicKey }] });
  const ascii = signSm2(
    `action=&appid=APP1&busicode=120101&busilist=${busilist}&random=${random}`,
    privateKey,
  );

  it('is explained in ASCII order', () => {
    expect(found(ascii, settings)).toEqual(['members in ascending ASCII order of their names']);
  });

  it('is explained in DER', () => {
    const integer = (digits: string) => {
      const bare = digits.replace(/^(00)+/, '');
      const body = /^[89A-F]/.test(bare) ? `00${bare}` : bare;
      return `02${(body.length / 2).toString(16).padStart(2, '0')}${body}`;
    };
    const body = integer(ascii.slice(0, 64)) + integer(ascii.slice(64));
    const der = `30${(body.length / 2).toString(16).padStart(2, '0')}${body}`.toUpperCase();
    expect(found(der, settings)).toEqual([
      'the SM2 sign is in DER',
      'members in ascending ASCII order of their names',
    ]);
  });
});

it('finds every variant of its own list', () => {
  const encodeGbk = createGbkEncoder();
  for (const variant of VARIANTS.filter(({ value }) => value !== 'table' && value !== 'compact')) {
    const settings = settingsOf(variant.value === 'MD5' ? 'SM4' : 'MD5');
    const fields = request(variant.value === 'plain' ? '["\\u4e2d"]' : busilist);
    const recipe = {
      ...agreedRecipe(settings.profile as SignProfile, 'table'),
      [variant.knob]: variant.value,
    };
    const text = recipeText(specimensOf(fields, { busilist: source }), recipe, secret);
    const encoded = recipe.charset === 'gbk' ? encodeGbk(text) : Buffer.from(text);
    const compute = ALGORITHMS[recipe.algorithm === 'SM2' ? 'MD5' : recipe.algorithm].compute;
    const given = hex(compute(encoded, secret) ?? Buffer.alloc(0));
    const { deviations } = explainSign(fields, given, settings, { now, sources: { busilist: source } });
    expect(deviations).toEqual([{ chinese: variant.chinese, english: variant.english }]);
    expect(verifySign(fields, given, settings, now)).not.toBe('match');
  }
});

it('explains white space in a text as sent, and the other order of an ASCII application', () => {
  const spaced = request('[ {"A": 1} ]');
  const given = hex(md5(`${textWith('[{"A":1}]')}&key=${secret}`));
  expect(explain(given, settingsOf('MD5'), spaced).deviations[0]?.english).toMatch(/without the white space/);
  const table = sign(request(), settingsOf('MD5'));
  expect(found(table, settingsOf('MD5', { order: 'ascii' }))).toEqual([
    "members in the order of the standard's table",
  ]);
});

describe('a sign that nothing explains', () => {
  it('is said to be unknown, in both languages', () => {
    const { verdict, deviations, advice } = explain('00'.repeat(16));
    expect([verdict, deviations]).toEqual(['unknown', []]);
    expect(advice).toMatch(/没有找到能生成该签名的常见做法/);
    expect(advice).toMatch(/No known variant makes this sign/);
  });

  it.each(['', '签名', '!!'])('is told from one that cannot be read: %j', (given) => {
    expect(explain(given).advice).toMatch(/neither hex nor Base64/);
  });

  it('is located by its place when it is SM4, never by its content', () => {
    const settings = settingsOf('SM4');
    const given = sign(request(busilist.replace('起重', '起種')), settings);
    const { verdict, advice } = explain(given, settings);
    expect(verdict).toBe('unknown');
    expect(advice).toContain('the partner signed another text from character 12 of busilist on');
    expect(advice).toContain('参数busilist的第12个字符');
    expect(advice).not.toContain('種');
    const otherKey = sign(request(), settingsOf('SM4', { keys: [{ value: 'f'.repeat(32) }] }));
    expect(explain(otherKey, settings).advice).toContain("does not decrypt under the application's key");
  });

  it('of a large message gives up, and says that not all was tried', () => {
    const large = request(
      `[${Array.from({ length: 20_000 }, (_, at) => `{"NUMBER":"${at}","B":1}`).join(',')}]`,
    );
    expect(explain('00'.repeat(16), settingsOf('MD5'), large).advice).toMatch(/try again with a smaller one/);
  });
});

it('never shows the secret', () => {
  const given = [
    sign(request(), settingsOf('MD5')),
    hex(md5(`${textWith(busilist)}${secret}`)),
    '00',
    '00'.repeat(16),
  ];
  for (const profile of ['MD5', 'SM4', 'HMAC-SM3'] as const) {
    for (const one of given) {
      expect(JSON.stringify(explain(one, settingsOf(profile))).toLowerCase()).not.toContain(
        secret.toLowerCase(),
      );
    }
  }
});
