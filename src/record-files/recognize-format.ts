import { ExchangeError } from '../envelope/exchange-error.ts';
import { FILE_FORMATS, type FileFormat } from './record-file.ts';

/** The content begins so: ZIP, the compound files of Excel 97 (and of workbooks with a password), markup. */
const ZIP = /^PK(?:\x03\x04|\x05\x06)/;
const COMPOUND = /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/;
const MARKUP = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0\t\n\r ]*</;
const ENDING = /\.([A-Za-z0-9]{1,8})$/;
const BEGINNING = 1024;

/**
 * The form of a file, by its content; its name only tells csv from txt, and must not say anything else. Throws
 * MALFORMED with what to do.
 */
export function recognizeFormat(name: string, bytes: Buffer): FileFormat {
  if (bytes.length === 0) throw malformed('文件是空的，没有任何内容');
  const beginning = bytes.toString('latin1', 0, BEGINNING);
  const ending = ENDING.exec(name.trim())?.[1]?.toLowerCase();
  if (COMPOUND.test(beginning)) {
    throw malformed('这是旧版Excel工作簿（.xls）或设有密码的工作簿：请另存为xlsx，不设打开密码');
  }
  if (ending !== undefined && !isFormat(ending)) {
    throw malformed(`不支持这种文件：请使用${FILE_FORMATS.join('、')}文件`);
  }
  const format = formatOf(beginning, ending);
  if (ending === undefined || ending === format) return format;
  throw malformed(`文件名的扩展名是${ending}，内容却${CONTENTS[format]}：请核对文件，或改正扩展名`);
}

const CONTENTS: Readonly<Record<FileFormat, string>> = {
  csv: '不是',
  txt: '不是',
  xml: '是XML',
  xlsx: '是压缩的工作簿（xlsx）',
};

function formatOf(beginning: string, ending: FileFormat | undefined): FileFormat {
  if (ZIP.test(beginning)) return 'xlsx';
  if (MARKUP.test(beginning)) return 'xml';
  return ending === 'txt' ? 'txt' : 'csv';
}

function isFormat(ending: string): ending is FileFormat {
  return FILE_FORMATS.some((format) => format === ending);
}

function malformed(message: string): ExchangeError {
  return new ExchangeError('MALFORMED', { message, reason: 'FILE_FORMAT' });
}
