import { isUtf8 } from 'node:buffer';
import type { UploadedFile } from '../envelope/attachment.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { tidyFileName } from '../text/tidy-file-name.ts';
import { agrees, FILE_KINDS, type FileKind, recognize } from './file-kinds.ts';

export interface UploadRules {
  readonly bytes: number;
  readonly kinds: readonly FileKind[];
}

/** As Windows has it, in UTF-16 units; more than any program makes. */
const LONGEST_NAME = 255;

/** The name and media type to keep; throws TOO_LARGE, or BAD_PAYLOAD for what is not allowed by its content or its name. */
export function inspectUpload(
  { name, bytes }: UploadedFile,
  rules: UploadRules,
): { readonly name: string; readonly mediaType: string } {
  if (bytes.length === 0) throw refused('文件为空', 'FILE_EMPTY');
  if (bytes.length > rules.bytes)
    throw new ExchangeError('TOO_LARGE', { message: `文件超过大小限制（${rules.bytes}字节）` });
  if (name.length > LONGEST_NAME) throw refused(`文件名超过${LONGEST_NAME}个字符`, 'FILE_NAME');
  const kind = recognize(bytes);
  if (kind === undefined && /\.txt$/i.test(name) && !isUtf8(bytes) && rules.kinds.includes('txt'))
    throw refused(
      `文本文件应为UTF-8编码${looksLikeGbk(bytes) ? '，此文件像是GBK编码' : ''}，请另存为UTF-8后再上传`,
      'FILE_ENCODING',
    );
  if (kind === undefined || !rules.kinds.includes(kind))
    throw refused(`文件类型不允许，可上传：${rules.kinds.join('、')}`, 'FILE_KIND');
  const tidy = tidyFileName(name);
  if (!agrees(tidy, kind)) throw refused(`文件名的扩展名与文件内容（${kind}）不符`, 'FILE_NAME');
  return { name: tidy, mediaType: FILE_KINDS[kind].mediaType };
}

function looksLikeGbk(bytes: Buffer): boolean {
  try {
    return /\p{Script=Han}/u.test(new TextDecoder('gb18030', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

function refused(message: string, reason: string): ExchangeError {
  return new ExchangeError('BAD_PAYLOAD', { message, reason });
}
