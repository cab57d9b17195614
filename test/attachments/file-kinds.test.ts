import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { agrees, FILE_KINDS, type FileKind, recognize } from '../../src/attachments/file-kinds.ts';
import { tidyFileName } from '../../src/text/tidy-file-name.ts';
import { configSchema } from '../../src/config/schema.ts';
import { compoundFile, officePackage, SAMPLES, zip } from './sample-files.ts';

const kinds = Object.keys(FILE_KINDS) as FileKind[];

describe('kinds of files', () => {
  it('the configuration takes every kind that can be told, and by default all of them', () => {
    expect(configSchema.parse({}).attachments.kinds).toEqual(kinds);
  });

  it.each(kinds)('tells %s by its content', (kind) => {
    expect(recognize(SAMPLES[kind]())).toBe(kind);
  });

  it.each(kinds)('cut anywhere, %s is told as itself, as text or not at all, and never throws', (kind) => {
    const whole = SAMPLES[kind]();
    for (let length = 0; length < whole.length; length += 1)
      expect([undefined, kind, 'txt']).toContain(recognize(whole.subarray(0, length)));
  });

  const refused: readonly (readonly [string, Buffer])[] = [
    ['nothing', Buffer.alloc(0)],
    ['a program for Windows', Buffer.from('MZ\x90\0\x03\0', 'latin1')],
    ['a program for Linux', Buffer.from('\x7fELF\x02\x01', 'latin1')],
    ['a shell script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['HTML', Buffer.from('\ufeff \n<!DOCTYPE html><p>hello')],
    ['HTML behind some text', Buffer.from('notice: <script>alert(1)</script>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['XML', Buffer.from('<?xml version="1.0"?><svg/>')],
    ['text that is not UTF-8', Buffer.from([0xc4, 0xe3, 0xba, 0xc3])],
    ['text with a NUL', Buffer.from('abc\0def')],
    ['an installer in a compound file', compoundFile(['Root Entry', 'SummaryInformation'])],
    ['a document with macros', compoundFile(['Root Entry', 'WordDocument', 'Macros'])],
    ['a ZIP that is no document', zip([['readme.txt', Buffer.from('hello')]])],
    ['a Java archive', zip([['META-INF/MANIFEST.MF', Buffer.from('Manifest-Version: 1.0')]])],
    [
      'an Open XML document with macros',
      officePackage('wordprocessingml.document', '<Override PartName="/word/vbaProject.bin"/>'),
    ],
    ['a ZIP whose list of types is a bomb', zip([['[Content_Types].xml', Buffer.alloc(50_000_000, 32)]])],
    ['a directory that leads in a circle', circularCompound()],
    ['a document with a part of macros that its types do not tell', sheet('xl/vbaProject.bin')],
    ['a document with an entry that climbs out (F01)', sheet('../../etc/cron.d/x')],
    ['a document with an entry that climbs out on Windows (F01)', sheet('xl\\..\\..\\x')],
    ['a document with an entry of its own place (F01)', sheet('/etc/passwd')],
    ['a document that grows more than a hundredfold (F01)', sheet('xl/media/a.bin', Buffer.alloc(2_000_000))],
    ['a document of more than 50 MiB when unpacked (F01)', bulkySheet()],
    ['a document of more than 1,000 entries (F01)', crowdedSheet(1000)],
  ];
  it.each(refused)('does not know %s', (_, content) => {
    expect(recognize(content)).toBeUndefined();
  });

  it('knows a document of many and of well packed parts', () => {
    expect(recognize(crowdedSheet(900))).toBe('xlsx');
    expect(recognize(sheet('xl/sharedStrings.xml', Buffer.from('<si>安全</si>'.repeat(500))))).toBe('xlsx');
  });

  it('a name may say nothing of its kind, or the kind that it is', () => {
    expect(agrees('签到表', 'pdf')).toBe(true);
    expect(agrees('photo.JPEG', 'jpg')).toBe(true);
    expect(agrees('文档.wps', 'doc')).toBe(true);
    expect(agrees('run.js', 'txt')).toBe(false);
    expect(agrees('page.pdf.html', 'pdf')).toBe(false);
  });
});

describe('names of files', () => {
  it.each([
    ['../../x', 'x'],
    ['C:\\temp\\签到表.pdf', '签到表.pdf'],
    ['/', '未命名'],
    ['..', '未命名'],
    ['', '未命名'],
    ['con.txt', '_con.txt'],
    ['LPT1', '_LPT1'],
    ['a\0b\r\n.txt', 'a_b__.txt'],
    ['gpj.\u202eexe.pdf', 'gpj._exe.pdf'],
    ['half \ud800', 'half _'],
    ['trailing. ', 'trailing'],
    ['cafe\u0301.pdf', 'caf\u00e9.pdf'],
  ])('%j is shown as %j', (sent, shown) => {
    expect(tidyFileName(sent)).toBe(shown);
  });
});

function sheet(name: string, content = Buffer.from('x')): Buffer {
  return officePackage('spreadsheetml.sheet', '', [[name, content]]);
}

/** Hardly packed at all, so that it is its size that counts; the same noise again and again. */
function bulkySheet(): Buffer {
  const noise = randomBytes(4 * 1024 * 1024);
  return officePackage(
    'spreadsheetml.sheet',
    '',
    Array.from({ length: 13 }, (_, index) => [`xl/media/${index}.bin`, noise] as const),
  );
}

function crowdedSheet(count: number): Buffer {
  const entries = Array.from(
    { length: count },
    (_, index) => [`xl/${index}.xml`, Buffer.from('<x/>')] as const,
  );
  return officePackage('spreadsheetml.sheet', '', entries);
}

function circularCompound(): Buffer {
  const file = compoundFile(['Root Entry', 'a', 'b', 'c', 'd']);
  file.writeUInt32LE(1, 512 + 8);
  return file;
}
