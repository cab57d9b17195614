import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readParts } from '../../../src/channels/multipart/read-parts.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { formBody, part } from './form.ts';

const BOUNDARY = 'x-boundary';
const read = (body: Buffer | string, boundary: string | undefined = BOUNDARY) =>
  readParts(Buffer.from(body), boundary);

/** The reason of the refusal. */
function refusal(body: Buffer | string, boundary: string | undefined = BOUNDARY): string {
  try {
    readParts(Buffer.from(body), boundary);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ExchangeError);
    const { code, reason } = thrown as ExchangeError;
    expect(code).toBe('MALFORMED');
    return reason;
  }
  throw new Error('nothing was refused');
}

const named = (disposition: string) =>
  read(formBody(BOUNDARY, [{ head: `Content-Disposition: form-data; ${disposition}`, content: '' }]))[0]!;

describe('parts', () => {
  it('are texts and files in their order, bytes untouched', () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10, 45, 45, 120]);
    const body = formBody(BOUNDARY, [
      part('access_token', 'abc'),
      part('file', bytes, 'a.pdf', 'application/pdf'),
    ]);
    const [token, file, ...rest] = read(body);
    expect(token).toEqual({
      name: 'access_token',
      fileName: undefined,
      mediaType: '',
      content: Buffer.from('abc'),
    });
    expect(file).toEqual({ name: 'file', fileName: 'a.pdf', mediaType: 'application/pdf', content: bytes });
    expect(rest).toEqual([]);
  });

  it('any content comes back as it was', () => {
    const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(content, { maxLength: 16 }), (contents) => {
        const body = formBody(
          BOUNDARY,
          contents.map((bytes, index) => part(`p${index}`, bytes, 'f')),
        );
        expect(read(body).map((found) => Buffer.from(found.content))).toEqual(contents);
      }),
      { numRuns: 50 },
    );
  });

  it('a form as fetch writes it is read', async () => {
    const form = new FormData();
    form.set('note', '一\r\n二');
    form.set('file', new File(['x'], '签到"表".txt', { type: 'text/plain' }));
    const sent = new Response(form);
    const boundary = /boundary=(.*)$/.exec(sent.headers.get('content-type')!)![1];
    const [note, file] = read(Buffer.from(await sent.arrayBuffer()), boundary);
    expect(note!.content.toString()).toBe('一\r\n二');
    expect(file).toMatchObject({ fileName: '签到"表".txt', mediaType: 'text/plain' });
  });

  it('a form without parts has none', () => {
    expect(read(`--${BOUNDARY}--\r\n`)).toEqual([]);
  });

  it.each([
    ['a token', 'name=file; filename=a.txt', 'a.txt'],
    ['UTF-8 as it is', 'name="file"; filename="安全培训.pdf"', '安全培训.pdf'],
    ['RFC 5987, which wins', `name="file"; filename="x.pdf"; filename*=UTF-8'zh'%E8%A1%A8.pdf`, '表.pdf'],
    ['an escaped quote', 'name="file"; filename="a\\"b.pdf"', 'a"b.pdf'],
    ['a whole Windows path', 'name="file"; filename="C:\\temp\\a.pdf"', 'C:\\temp\\a.pdf'],
    ['nothing', 'name="file"; filename=""', ''],
    ['a semicolon', 'name="file"; filename="a;b=c.pdf"', 'a;b=c.pdf'],
  ])('a file name may be %s', (_, disposition, fileName) => {
    expect(named(disposition)).toMatchObject({ name: 'file', fileName });
  });
});

describe('bodies that are refused', () => {
  const good = formBody(BOUNDARY, [part('a', '1'), part('file', 'content', 'a.txt')]);

  it('a body cut anywhere', () => {
    for (let length = 0; length < good.length - 2; length += 1)
      expect(['TRUNCATED', 'BOUNDARY']).toContain(refusal(good.subarray(0, length)));
  });

  it.each([undefined, '', 'a'.repeat(71), 'a\nb', 'ends with blank ', 'ü'])('the boundary %j', (boundary) => {
    expect(refusal(good, boundary ?? '')).toBe('BOUNDARY');
  });

  it('a boundary other than the declared one', () => {
    expect(refusal(good, 'another')).toBe('BOUNDARY');
  });

  it('17 parts, and 1,000', () => {
    const many = (count: number) =>
      formBody(
        BOUNDARY,
        Array.from({ length: count }, (_, index) => part(`p${index}`, '')),
      );
    expect(read(many(16))).toHaveLength(16);
    expect(refusal(many(17))).toBe('TOO_MANY_PARTS');
    expect(refusal(many(1000))).toBe('TOO_MANY_PARTS');
  });

  it.each([
    ['a preamble', Buffer.concat([Buffer.from('hello\r\n'), good]), 'BOUNDARY'],
    ['an epilogue', Buffer.concat([good, Buffer.from('bye')]), 'BOUNDARY'],
    ['lines that end in LF', good.toString().replaceAll('\r\n', '\n'), 'BOUNDARY'],
    ['blanks behind a delimiter', good.toString().replace(`${BOUNDARY}\r\n`, `${BOUNDARY} \r\n`), 'BOUNDARY'],
  ])('%s', (_, body, reason) => {
    expect(refusal(body)).toBe(reason);
  });

  const ONE = 'Content-Disposition: form-data; name="file"; filename="a"';
  it.each([
    ['no headers', '', 'PART_HEAD'],
    ['no disposition', 'Content-Type: text/plain', 'PART_HEAD'],
    ['another disposition', 'Content-Disposition: attachment; name="file"', 'PART_HEAD'],
    ['no name', 'Content-Disposition: form-data; filename="a"', 'PART_NAME'],
    ['an empty name', 'Content-Disposition: form-data; name=""', 'PART_NAME'],
    ['a name twice', `${ONE}; name="other"`, 'PART_HEAD'],
    ['a file name twice', `${ONE}; FileName="b"`, 'PART_HEAD'],
    ['a header twice', `${ONE}\r\n${ONE}`, 'PART_HEAD'],
    ['a folded header', `${ONE};\r\n x="y"`, 'PART_HEAD'],
    ['a quote that is not closed', 'Content-Disposition: form-data; name="file', 'PART_HEAD'],
    ['NUL in a file name', 'Content-Disposition: form-data; name="f"; filename="a\0.pdf"', 'PART_HEAD'],
    ['CR in a file name', 'Content-Disposition: form-data; name="f"; filename="a\r.pdf"', 'PART_HEAD'],
    ['CR in disguise', 'Content-Disposition: form-data; name="f"; filename="a%0Db"', 'PART_NAME'],
    ['NUL by RFC 5987', `Content-Disposition: form-data; name="f"; filename*=UTF-8''a%00b`, 'PART_NAME'],
    [
      'an encoding other than UTF-8',
      `Content-Disposition: form-data; name="f"; filename*=GBK''a`,
      'PART_NAME',
    ],
    [
      'half a character by RFC 5987',
      `Content-Disposition: form-data; name="f"; filename*=UTF-8''%E8`,
      'PART_NAME',
    ],
    ['a nested multipart', `${ONE}\r\nContent-Type: multipart/mixed; boundary=b`, 'NESTED'],
    ['base64', `${ONE}\r\nContent-Transfer-Encoding: base64`, 'PART_HEAD'],
    ['a head of 5,000 bytes', `${ONE}\r\nX-Long: ${'a'.repeat(5000)}`, 'PART_HEAD'],
  ])('%s', (_, head, reason) => {
    expect(refusal(formBody(BOUNDARY, [{ head, content: 'x' }]))).toBe(reason);
  });

  it('a head that is not UTF-8', () => {
    const head = Buffer.concat([
      Buffer.from('Content-Disposition: form-data; name="f'),
      Buffer.from([0xc4, 0xe3, 34]),
    ]);
    expect(refusal(formBody(BOUNDARY, [{ head, content: 'x' }]))).toBe('PART_HEAD');
  });

  it('bytes at random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (noise, at) => {
        const body = Buffer.concat([good.subarray(0, at), noise, good.subarray(at)]);
        try {
          readParts(body, BOUNDARY);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'MALFORMED' });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a megabyte of delimiters that almost match takes no time worth telling', () => {
    const almost = Buffer.from('\r\n--x-boundarx'.repeat(80_000));
    const body = formBody(BOUNDARY, [part('file', almost, 'a')]);
    expect(read(body)[0]!.content.length).toBe(almost.length);
  });
});
