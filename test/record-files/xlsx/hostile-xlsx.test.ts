import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import { FILE_LIMITS, type FileLimits } from '../../../src/record-files/record-file.ts';
import { readXlsx } from '../../../src/record-files/xlsx/read-xlsx.ts';
import { workbookBytes, workbookEntries, worksheet } from './workbook-bytes.ts';
import { type ZipEntry, zipBytes } from './zip-bytes.ts';

const MIB = 1024 * 1024;
const rows = '<row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row>';
const SHEET = 'xl/worksheets/sheet1.xml';

async function refusal(bytes: Buffer, limits?: Partial<FileLimits>): Promise<ExchangeError> {
  const thrown = await readXlsx(bytes, { ...FILE_LIMITS, ...limits }).then(
    () => new Error('was read'),
    (reason: unknown) => reason,
  );
  if (thrown instanceof ExchangeError) return thrown;
  throw thrown;
}

/** The usual workbook with further entries, or other facts of one of its own. */
function entriesWith(...changed: readonly ZipEntry[]): readonly ZipEntry[] {
  const names = changed.map(({ name }) => name);
  return [...workbookEntries({ rows }).filter(({ name }) => !names.includes(name)), ...changed];
}

describe('a hostile ZIP', () => {
  it('is refused by its ratio before it is unpacked', async () => {
    const bomb = { name: 'xl/media/image1.png', data: Buffer.alloc(20 * MIB) };
    const { code, message } = await refusal(zipBytes(entriesWith(bomb)));
    expect(code).toBe('TOO_LARGE');
    expect(message).toContain('压缩比超过100倍');
  });

  it('is refused by what it says it becomes, whatever it is', async () => {
    const liar = { name: 'x', data: 'x', declaredSize: 0xfffffff0 };
    const { code } = await refusal(zipBytes(entriesWith(liar)), { unpackedRatio: Number.POSITIVE_INFINITY });
    expect(code).toBe('TOO_LARGE');
  });

  it('is not unpacked beyond the size that it declared', async () => {
    const bomb = worksheet(rows + ' '.repeat(60 * MIB));
    const bytes = zipBytes(entriesWith({ name: SHEET, data: bomb, declaredSize: 1000 }));
    const { code, message, cause } = await refusal(bytes);
    expect(code).toBe('MALFORMED');
    expect(message).toContain('与ZIP目录的声明不符');
    expect(cause).toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  it.each([
    ['a greater size', { declaredSize: 100_000 }],
    ['another checksum', { declaredCrc: 1 }],
    ['another name', { localName: 'xl/worksheets/sheet2.xml' }],
    ['another size of what is stored', { method: 0, declaredSize: 5 }],
    ['an unknown compression', { method: 12 }],
  ])('is refused where the directory tells %s of a part', async (_, lie) => {
    const bytes = zipBytes(entriesWith({ name: SHEET, data: worksheet(rows), ...lie }));
    expect((await refusal(bytes)).code).toBe('MALFORMED');
  });

  it('may store parts without compression', async () => {
    const bytes = zipBytes(entriesWith({ name: SHEET, data: worksheet(rows), method: 0 }));
    expect((await readXlsx(bytes, FILE_LIMITS)).records).toHaveLength(1);
  });

  it('may have the backslashes that .NET once wrote', async () => {
    const windows = workbookEntries({ rows }).map((entry) => ({
      ...entry,
      name: entry.name.replaceAll('/', '\\'),
    }));
    expect((await readXlsx(zipBytes(windows), FILE_LIMITS)).records).toHaveLength(1);
  });

  it('is refused when its entries overlap', async () => {
    const once = { name: 'x', data: Buffer.alloc(10_000), method: 0 };
    expect((await readXlsx(zipBytes(entriesWith(once)), FILE_LIMITS)).records).toHaveLength(1);
    const { message } = await refusal(zipBytes(entriesWith(once, { ...once, name: 'y', overlaps: true })));
    expect(message).toContain('ZIP结构有误');
  });

  it('that is small may be repetitive', async () => {
    const bytes = workbookBytes({ rows: rows + '<row><c><v>1</v></c></row>'.repeat(30_000) });
    expect(bytes.length).toBeLessThan(8000);
    expect((await readXlsx(bytes, FILE_LIMITS)).records).toHaveLength(30_001);
  });

  it('of 100,000 entries is refused without listing them', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => ({ name: `x${at}`, data: '', method: 0 }));
    expect((await refusal(zipBytes(many))).message).toBe('xlsx中的部件超过1000个');
    expect((await refusal(zip64(100_000))).message).toBe('xlsx中的部件超过1000个');
  });

  it('that hides entries behind a smaller count shows only those', async () => {
    const entries = [...workbookEntries({ rows }), { name: 'xl/vbaProject.bin', data: 'x' }];
    expect((await readXlsx(zipBytes(entries, entries.length - 1), FILE_LIMITS)).records).toHaveLength(1);
    expect((await refusal(zipBytes(entries, entries.length + 1))).code).toBe('MALFORMED');
  });

  it('within it is left packed', async () => {
    const nested = zipBytes([{ name: 'bomb', data: Buffer.alloc(10 * MIB) }]);
    const bytes = zipBytes(entriesWith({ name: 'xl/embeddings/nested.zip', data: nested, declaredCrc: 1 }));
    expect((await readXlsx(bytes, FILE_LIMITS)).records).toHaveLength(1);
  });

  it.each(['../evil', 'xl/../../evil', '/etc/passwd', 'C:/evil', '..\\evil', 'xl\\..\\..\\evil', 'a\0b'])(
    'is refused for an entry %j',
    async (name) => {
      const { code, message } = await refusal(zipBytes(entriesWith({ name, data: '' })));
      expect(code).toBe('MALFORMED');
      expect(message).toContain('路径非法');
    },
  );

  it.each([0x1, 0x40])('is refused when an entry is encrypted (flag %i)', async (flags) => {
    const { message } = await refusal(zipBytes(entriesWith({ name: 'x', data: '', flags })));
    expect(message).toContain('已加密');
  });

  it('is refused for two parts of a name, in whatever case', async () => {
    const twice = { name: SHEET.toUpperCase(), data: worksheet('') };
    const { message } = await refusal(zipBytes(entriesWith(twice)));
    expect(message).toContain('重名');
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['its first bytes alone', Buffer.from('PK\x03\x04')],
    ['a half', workbookBytes({ rows }).subarray(0, 900)],
    ['bytes behind its end', Buffer.concat([workbookBytes({ rows }), Buffer.from('x')])],
    ['bytes before its beginning', Buffer.concat([Buffer.from('x'), workbookBytes({ rows })])],
    ['another file before it', zipBytes(workbookEntries({ rows }), undefined, 'GIF89a')],
    ['an OLE file', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a ZIP64 end that is not there', zip64(1, 0xfffffffffn)],
  ])('is refused when there is %s', async (_, bytes) => {
    expect((await refusal(bytes)).code).toBe('MALFORMED');
  });
});

describe('hostile XML in a workbook', () => {
  const honest = Object.fromEntries(
    workbookEntries({ rows, strings: '<si><t>x</t></si>' }).map(({ name, data }) => [name, String(data)]),
  );
  const parts = Object.keys(honest);

  it.each(parts)(
    'is refused for a DTD in %s, be it for an outer entity or for many inner ones',
    async (name) => {
      const secret = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
      const laughs = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY e "&a;&a;">]>';
      for (const doctype of [secret, laughs]) {
        const { code, message } = await refusal(
          workbookBytes({ rows, parts: { [name]: doctype + honest[name] } }),
        );
        expect(code).toBe('MALFORMED');
        expect(message).toContain(`xlsx的部件${name}（第1行第1列）含有DTD`);
      }
    },
  );

  it.each([
    ['a processing instruction', '<?x y?><row/>', '处理指令'],
    ['an entity', '<row><c t="str"><v>&e;</v></c></row>', '不是可接收的XML'],
    ['a broken tag', '<row', '不是可接收的XML'],
    ['a tag too many', '</row>', '不是可接收的XML'],
    ['a bare &', '<row><c t="str"><v>&</v></c></row>', '不是可接收的XML'],
    ['a control character', '<row><c t="str"><v>\u0001</v></c></row>', '不是可接收的XML'],
    ['an attribute twice', '<row r="1" r="1"/>', '不是可接收的XML'],
    ['an unbound prefix', '<x:row/>', '不是可接收的XML'],
    ['deep elements', '<x>'.repeat(64) + '</x>'.repeat(64), '不是可接收的XML'],
    [
      'many attributes',
      `<row ${Array.from({ length: 65 }, (_, at) => `a${at}=""`).join(' ')}/>`,
      '不是可接收的XML',
    ],
    [
      'many namespaces',
      `<row ${Array.from({ length: 33 }, (_, at) => `xmlns:a${at}="x"`).join(' ')}/>`,
      '不是可接收的XML',
    ],
    ['a long attribute', `<row x="${'x'.repeat(65_537)}"/>`, '不是可接收的XML'],
    ['an element in a value', '<row><c><v>1<x/>2</v></c></row>', '不是可接收的XML'],
  ])('is refused for %s', async (_, hostile, text) => {
    const { code, message } = await refusal(workbookBytes({ rows: hostile }));
    expect(code).toBe('MALFORMED');
    expect(message).toContain(text);
    expect(message).toContain(SHEET);
  });

  it('is refused in another encoding than it says, and taken in UTF-16', async () => {
    const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${worksheet(rows)}`, 'utf16le');
    expect((await readXlsx(workbookBytes({ parts: { [SHEET]: utf16 } }), FILE_LIMITS)).records).toHaveLength(
      1,
    );
    const gbk = Buffer.from(`<?xml version="1.0" encoding="GBK"?>${worksheet(rows)}`);
    expect((await refusal(workbookBytes({ parts: { [SHEET]: gbk } }))).code).toBe('MALFORMED');
  });

  it('is refused for more styles than there can be', async () => {
    const styles = `<cellXfs>${'<xf/>'.repeat(1_000_000)}</cellXfs>`;
    const { message } = await refusal(workbookBytes({ rows, styles }), { unpackedRatio: 10_000 });
    expect(message).toContain('xl/styles.xml');
  });

  it('is passed over in other namespaces', async () => {
    const other = '<x:row xmlns:x="urn:x"><x:c><x:v>9</x:v></x:c></x:row>';
    const inRow = '<row><c xmlns="urn:x"><v>9</v></c><c><v>2</v><f xmlns="urn:x">1</f></c></row>';
    const { records } = await readXlsx(workbookBytes({ rows: rows + other + inRow }), FILE_LIMITS);
    expect(records.map(({ members }) => members)).toEqual([[['a', '1']], [['a', '2']]]);
  });

  it('finds names of the language no names of parts', async () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
    const odd = names.map((name) => `<${name}><row><c><v>9</v></c></row></${name}>`).join('');
    const { records } = await readXlsx(workbookBytes({ rows: rows + odd }), FILE_LIMITS);
    expect(records).toHaveLength(1);
  });
});

/** An end of a ZIP64 that says it has `count` entries; it says itself to be at `at`. */
function zip64(count: number, at = 4n): Buffer {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(BigInt(count), 32);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(at, 8);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), record, locator, end]);
}
