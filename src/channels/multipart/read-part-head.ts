import { TextError } from '../../text/text-error.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { malformed } from './malformed.ts';
import { readParameters } from './read-parameters.ts';
import type { Part } from './read-parts.ts';

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/su;
/** NUL, line breaks and every other control character. */
const CONTROL = /\p{Cc}/u;
const IDENTITY = /^(?:7bit|8bit|binary)$/i;
const FORM_DATA = /^form-data[ \t]*(?=;)/i;

/** What a part says of itself: its name, its file name, its media type. Throws MALFORMED. */
export function readPartHead(head: Buffer): Omit<Part, 'content'> {
  const headers = readHeaders(head);
  const encoding = headers.get('content-transfer-encoding') ?? 'binary';
  // RFC 7578, 4.7: nobody sends others any more.
  if (!IDENTITY.test(encoding)) throw malformed('不支持Content-Transfer-Encoding', 'PART_HEAD');
  const mediaType = headers.get('content-type') ?? '';
  if (/^[ \t]*multipart\//i.test(mediaType)) throw malformed('不支持嵌套的multipart', 'NESTED');
  const disposition = headers.get('content-disposition') ?? '';
  const start = FORM_DATA.exec(disposition)?.[0].length;
  if (start === undefined) throw malformed('缺少Content-Disposition: form-data', 'PART_HEAD');
  const { name, fileName } = namesOf(readParameters(disposition.slice(start)));
  return { name, fileName, mediaType };
}

function readHeaders(head: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.length === 0 ? [] : textOf(head).split('\r\n')) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined || CONTROL.test(value.replaceAll('\t', ' ')))
      throw malformed('部分的头格式错误', 'PART_HEAD');
    if (headers.has(name.toLowerCase())) throw malformed('部分的头重复', 'PART_HEAD');
    headers.set(name.toLowerCase(), value);
  }
  return headers;
}

/** RFC 7578, 4.2 has names as they are, in UTF-8; where a sender also uses RFC 5987's `filename*`, that counts. */
function namesOf(parameters: ReadonlyMap<string, string>) {
  const name = parameters.get('name');
  if (name === undefined || name === '') throw malformed('部分缺少name', 'PART_NAME');
  const extended = parameters.get('filename*');
  const fileName = extended === undefined ? parameters.get('filename') : decodeExtended(extended);
  if (CONTROL.test(name + (fileName ?? ''))) throw malformed('名称含有控制字符', 'PART_NAME');
  return { name, fileName };
}

const EXTENDED = /^utf-8'[A-Za-z0-9-]*'((?:[!#$&+.^_`|~0-9A-Za-z-]|%[0-9A-Fa-f]{2})*)$/i;

/** `UTF-8'zh'%E8%A1%A8.pdf` */
function decodeExtended(value: string): string {
  const encoded = EXTENDED.exec(value)?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch (error) {
    throw malformed('filename*编码错误', 'PART_NAME', error);
  }
  throw malformed('filename*编码错误', 'PART_NAME');
}

function textOf(head: Buffer): string {
  try {
    return decodeUtf8(head);
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
    throw malformed('部分的头不是UTF-8编码', 'PART_HEAD', thrown);
  }
}
