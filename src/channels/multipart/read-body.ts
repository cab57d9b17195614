import type { UploadedFile } from '../../envelope/attachment.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Operation } from '../../envelope/operation.ts';
import type { Member } from '../../envelope/raw-message.ts';
import { takesFiles } from '../../http/file-members.ts';
import type { BodyContent, ReadBody } from '../../http/message-of.ts';
import { TextError } from '../../text/text-error.ts';
import { decodeUtf8, isUtf8Charset } from '../../text/utf8.ts';
import { malformed } from './malformed.ts';
import { type Part, readParts } from './read-parts.ts';

const CHARSET = /;[ \t]*charset="?([^"; \t]*)/i;

/** Reads the text parts as members and the parts with a file name as files; no name may come twice. */
export const readBody: ReadBody = ({ body, mediaType, mediaParameters }, operation): BodyContent => {
  checkOffered(mediaType, operation);
  const members = new Map<string, Member>();
  const files = new Map<string, UploadedFile>();
  for (const part of readParts(body, mediaParameters['boundary'])) {
    const { name, fileName, content } = part;
    if (members.has(name) || files.has(name)) throw malformed(`${name.slice(0, 64)}重复`, 'REPEATED_PART');
    if (fileName === undefined) members.set(name, { kind: 'text', text: textOf(part) });
    else files.set(name, { name: fileName, mediaType: part.mediaType, bytes: content });
  }
  return { members, files };
};

/** Where no file is asked for, a form is no wire form of the operation. */
function checkOffered(mediaType: string, operation: Operation): void {
  if (mediaType !== 'multipart/form-data' || !takesFiles(operation))
    throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE');
}

function textOf({ name, mediaType, content }: Part): string {
  const charset = CHARSET.exec(mediaType)?.[1] ?? 'utf-8';
  if (!isUtf8Charset(charset))
    throw new ExchangeError('UNSUPPORTED_MEDIA_TYPE', { message: '字符集只支持UTF-8', reason: 'CHARSET' });
  try {
    const text = decodeUtf8(content);
    if (!text.includes('\0')) return text;
  } catch (thrown) {
    if (!(thrown instanceof TextError)) throw thrown;
  }
  throw malformed(`${name.slice(0, 64)}不是UTF-8文本`, 'PART_TEXT');
}
