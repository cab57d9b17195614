import { describe, expect, it } from '@jest/globals';
import { createSoapChannel } from '../../../src/channels/soap/soap-channel.ts';
import { SOAP_11, SOAP_12, type SoapVersion } from '../../../src/channels/soap/soap-version.ts';
import { ERROR_CODES, type ErrorCode } from '../../../src/envelope/error-code.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { HttpReply } from '../../../src/envelope/http-channel.ts';
import type { Exchange, RawMessage, ReplyMember } from '../../../src/envelope/raw-message.ts';
import { textValueOf, type XmlElement } from '../../../src/text/xml-element.ts';
import { escapeXml } from '../../../src/text/xml-escape.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { echo, requestOf, SERVICE } from './endpoint.ts';

const channel = createSoapChannel();
const signed: ReplyMember[] = [
  { name: 'datalist', kind: 'json', text: '{"result":"0000","message":"<签名>"}' },
  { name: 'random', kind: 'text', text: 'r-1' },
  { name: 'sign', kind: 'text', text: 'ABCDEF' },
];

function call(version: SoapVersion, busilist = '[]') {
  const body = `<exchange xmlns="${SERVICE.namespace}"><appid>app1</appid><busilist>${escapeXml(busilist)}</busilist><random>r-1</random></exchange>`;
  return requestOf(
    Buffer.from(`<Envelope xmlns="${version.namespace}"><Body>${body}</Body></Envelope>`),
    { 'content-type': version.mediaType, 'x-forwarded-for': '10.0.0.1' },
    `${SERVICE.path}?trace=1`,
  );
}

const refusing =
  (code: ErrorCode, options = {}): Exchange =>
  async () => ({ members: signed, error: new ExchangeError(code, options) });

function bodyOf(reply: HttpReply): XmlElement {
  return readXml(String(reply.body)).children.at(-1)!.children[0]!;
}

/** The texts of all leaves below an element, by local name. */
function leavesOf(element: XmlElement): Record<string, string> {
  return Object.assign(
    {},
    ...element.children.map((child) =>
      child.children.length > 0 ? leavesOf(child) : { [child.local]: textValueOf(child) },
    ),
  ) as Record<string, string>;
}

describe('the message that the SOAP channel hands to the core', () => {
  it('carries the exact texts, the operation, the peer and the digest of the body', async () => {
    const request = { ...call(SOAP_12, ' [{"a":"x&y"}]\r\n '), bodyDigest: '5a'.repeat(32) };
    const asked: RawMessage[] = [];
    await channel.receive(request, SERVICE, async (raw) => {
      asked.push(raw);
      return { members: [] };
    });
    expect(asked).toEqual([
      {
        id: request.id,
        wire: 'soap12',
        standard: SERVICE.standard,
        operation: 'exchange',
        address: SERVICE.path,
        members: new Map([
          ['appid', { kind: 'text', text: 'app1' }],
          ['busilist', { kind: 'text', text: ' [{"a":"x&y"}]\r\n ' }],
          ['random', { kind: 'text', text: 'r-1' }],
        ]),
        headers: request.headers,
        peer: request.peer,
        receivedAt: request.receivedAt,
        body: { bytes: request.body.length, digest: '5a'.repeat(32) },
        unreadable: undefined,
      },
    ]);
  });
});

describe('the answer of the SOAP channel', () => {
  it.each([SOAP_11, SOAP_12])('is a normal response for a business refusal ($wire)', async (version) => {
    const reply = await channel.receive(call(version), SERVICE, refusing('RULES_FAILED'));
    expect(reply.status).toBe(200);
    expect(bodyOf(reply)).toMatchObject({ local: 'exchangeResponse', namespace: SERVICE.namespace });
    expect(leavesOf(bodyOf(reply))).toEqual(Object.fromEntries(signed.map(({ name, text }) => [name, text])));
  });

  it('ignores semanticStatus: SOAP has its own', async () => {
    const reply = await channel.receive(call(SOAP_12), SERVICE, async () => ({
      members: signed,
      error: new ExchangeError('SECOND_SOURCE'),
      semanticStatus: true,
    }));
    expect(reply.status).toBe(200);
  });

  const codes = (Object.keys(ERROR_CODES) as ErrorCode[]).filter(
    (code) => ERROR_CODES[code].kind !== 'refusal',
  );
  const http = [404, 405, 408, 413, 415, 429, 503];

  it.each(codes)('is a Fault for %s, with the code, the message and the signed members', async (code) => {
    for (const version of [SOAP_11, SOAP_12]) {
      const reply = await channel.receive(call(version), SERVICE, refusing(code, { message: '说明<1>' }));
      const { status, kind } = ERROR_CODES[code];
      const ours = kind === 'failure' || status >= 500;
      expect(reply.status).toBe(http.includes(status) ? status : version === SOAP_11 || ours ? 500 : 400);
      const fault = bodyOf(reply);
      expect(fault.local).toBe('Fault');
      const leaves = leavesOf(fault);
      expect(leaves[version === SOAP_11 ? 'faultstring' : 'Text']).toBeDefined();
      if (code === 'VERSION_MISMATCH' || code === 'MUST_UNDERSTAND') continue;
      expect(leaves).toMatchObject({ code, message: '说明<1>', sign: 'ABCDEF', datalist: signed[0]!.text });
      const told = version === SOAP_11 ? leaves['faultcode'] : leaves['Value'];
      const expected =
        version === SOAP_11 ? { ours: 'Server', theirs: 'Client' } : { ours: 'Receiver', theirs: 'Sender' };
      if (code !== 'DATA_ENCODING_UNKNOWN' && code !== 'UNKNOWN_OPERATION' && code !== 'BAD_PARAMETER') {
        expect(told).toBe(`soap:${ours ? expected.ours : expected.theirs}`);
      }
    }
  });

  it.each(['STORAGE_UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED'] as const)(
    'tells when to come again for %s',
    async (code) => {
      const told = await channel.receive(call(SOAP_12), SERVICE, refusing(code, { retryAfter: 86_399.2 }));
      expect(told.headers['retry-after']).toBe('86400');
      const untold = await channel.receive(call(SOAP_12), SERVICE, refusing(code));
      expect(Number(untold.headers['retry-after'])).toBeGreaterThan(0);
    },
  );

  it('tells nothing of a defect but that it is ours', async () => {
    const causes: unknown[] = [];
    const watched = createSoapChannel({ onFailure: (cause) => causes.push(cause) });
    for (const version of [SOAP_11, SOAP_12]) {
      const reply = await watched.receive(call(version), SERVICE, async () => {
        throw new TypeError('secret at /srv/app.ts:1');
      });
      expect(reply.status).toBe(500);
      expect(leavesOf(bodyOf(reply))).toMatchObject({ code: 'INTERNAL' });
      expect(reply.body).not.toMatch(/secret|app\.ts|TypeError/);
    }
    expect(causes).toEqual([expect.any(TypeError), expect.any(TypeError)]);
  });

  it('is a Fault of ours when XML cannot carry the answer, rather than an altered one', async () => {
    const reply = await channel.receive(call(SOAP_12), SERVICE, async () => ({
      members: [{ name: 'datalist', kind: 'text', text: 'a\u0000b' }],
    }));
    expect(reply.status).toBe(500);
    expect(leavesOf(bodyOf(reply))).toMatchObject({ code: 'INTERNAL' });
  });

  it('carries a message with characters that XML cannot carry', async () => {
    const reply = await channel.receive(
      call(SOAP_12),
      SERVICE,
      refusing('MALFORMED', { message: '坏\u0001字符' }),
    );
    expect(leavesOf(bodyOf(reply))['message']).toBe('坏\ufffd字符');
  });

  it('echoes nothing of a message that it refuses', async () => {
    const marker = 'CANARY-13579';
    const bodies = [
      `<${marker}/>`,
      `<e:Envelope xmlns:e="${SOAP_12.namespace}"><e:Body><x xmlns="${marker}"/></e:Body></e:Envelope>`,
      `<e:Envelope xmlns:e="${SOAP_12.namespace}"><e:Body><exchange xmlns="${SERVICE.namespace}"><appid>${marker}</appid><${marker}/></exchange></e:Body></e:Envelope>`,
      `<e:Envelope xmlns:e="${SOAP_12.namespace}" ${marker}="1" ${marker}="2"/>`,
    ];
    for (const body of bodies) {
      const headers = { 'content-type': `application/soap+xml; action="${marker}"`, soapaction: marker };
      const reply = await channel.receive(requestOf(Buffer.from(body), headers), SERVICE, echo);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(`${JSON.stringify(reply.headers)}${reply.body}`).not.toContain(marker);
    }
  });

  it('names header blocks that it does not understand, but not without measure', async () => {
    const block = (name: string) => `<h:${name} xmlns:h="urn:h&amp;&quot;" e:mustUnderstand="1"/>`;
    const blocks = block('first') + block('x'.repeat(2_000)) + block('y').repeat(500);
    const body = `<e:Envelope xmlns:e="${SOAP_12.namespace}"><e:Header>${blocks}</e:Header><e:Body><x/></e:Body></e:Envelope>`;
    const reply = await channel.receive(
      requestOf(Buffer.from(body), { 'content-type': SOAP_12.mediaType }),
      SERVICE,
      echo,
    );
    const [header] = readXml(String(reply.body)).children;
    expect(header!.children).toHaveLength(16);
    expect(reply.body).toContain('qname="h:first" xmlns:h="urn:h&amp;&quot;"');
    expect(reply.body).not.toContain('xxx');
  });
});

describe('an error that the listener found before the body could be read', () => {
  it.each<[ErrorCode, number, Record<string, string>]>([
    ['TOO_LARGE', 413, {}],
    ['REQUEST_TIMEOUT', 408, {}],
    ['UNSUPPORTED_MEDIA_TYPE', 415, {}],
    ['METHOD_NOT_ALLOWED', 405, { allow: 'GET, POST' }],
    ['OVERLOADED', 503, { 'retry-after': '5' }],
  ])('%s is told in the version of the media type, and to the core once', async (code, status, headers) => {
    for (const version of [SOAP_11, SOAP_12]) {
      const asked: RawMessage[] = [];
      const request = requestOf(Buffer.alloc(0), { 'content-type': version.mediaType });
      const reply = await channel.refuse(
        request,
        SERVICE,
        async (raw) => {
          asked.push(raw);
          return echo(raw);
        },
        new ExchangeError(code),
      );
      expect(reply).toMatchObject({ status, headers });
      expect(readXml(String(reply.body)).namespace).toBe(version.namespace);
      expect(leavesOf(bodyOf(reply))).toMatchObject({ code, datalist: '{"result":"0000"}' });
      expect(asked).toMatchObject([{ wire: version.wire, unreadable: { code }, operation: '' }]);
    }
  });
});

describe('the reasons of a Fault', () => {
  it('tell a malformed message in Chinese and in English, with its line and column', async () => {
    const request = requestOf(Buffer.from('<a>\n<b>x & y</b></a>'), { 'content-type': SOAP_12.mediaType });
    const reason = bodyOf(await channel.receive(request, SERVICE, echo)).children.find(
      (child) => child.local === 'Reason',
    );
    expect(reason!.children.map((text) => text.text)).toEqual([
      '存在未定义的实体（第2行第6列）',
      'undefined entity (line 2, column 6)',
    ]);
  });
});
