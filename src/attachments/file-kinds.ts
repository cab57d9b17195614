import { compoundKind } from './compound-file.ts';
import { isImage } from './images.ts';
import { packageKind } from './office-package.ts';
import { isPlainText } from './plain-text.ts';

/** A kind of file that may be allowed, and what a name of that kind may end in. */
interface KindFacts {
  readonly mediaType: string;
  readonly endings: readonly string[];
  readonly is: (content: Buffer) => boolean;
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';

/** The kinds that the gateway can tell by their content. WPS writes the same three compound forms as Office. */
export const FILE_KINDS = {
  pdf: {
    mediaType: 'application/pdf',
    endings: ['pdf'],
    is: (content) => content.toString('latin1', 0, 5) === '%PDF-',
  },
  png: { mediaType: 'image/png', endings: ['png'], is: isImage.png },
  jpg: { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg', 'jpe'], is: isImage.jpg },
  gif: { mediaType: 'image/gif', endings: ['gif'], is: isImage.gif },
  doc: {
    mediaType: 'application/msword',
    endings: ['doc', 'wps'],
    is: (content) => compoundKind(content) === 'doc',
  },
  xls: {
    mediaType: 'application/vnd.ms-excel',
    endings: ['xls', 'et'],
    is: (content) => compoundKind(content) === 'xls',
  },
  ppt: {
    mediaType: 'application/vnd.ms-powerpoint',
    endings: ['ppt', 'dps'],
    is: (content) => compoundKind(content) === 'ppt',
  },
  docx: {
    mediaType: `${OPEN_XML}.wordprocessingml.document`,
    endings: ['docx'],
    is: (content) => packageKind(content) === 'docx',
  },
  xlsx: {
    mediaType: `${OPEN_XML}.spreadsheetml.sheet`,
    endings: ['xlsx'],
    is: (content) => packageKind(content) === 'xlsx',
  },
  pptx: {
    mediaType: `${OPEN_XML}.presentationml.presentation`,
    endings: ['pptx'],
    is: (content) => packageKind(content) === 'pptx',
  },
  txt: { mediaType: 'text/plain; charset=utf-8', endings: ['txt'], is: isPlainText },
} as const satisfies Record<string, KindFacts>;

export type FileKind = keyof typeof FILE_KINDS;

/** What a file is by its content, whatever its sender calls it; undefined for everything that is not in the list. */
export function recognize(content: Buffer): FileKind | undefined {
  return (Object.keys(FILE_KINDS) as FileKind[]).find((kind) => FILE_KINDS[kind].is(content));
}

/** Whether a file name may stand for a kind: one that says nothing may, one that says something else may not. */
export function agrees(name: string, kind: FileKind): boolean {
  const ending = /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase();
  const endings: readonly string[] = FILE_KINDS[kind].endings;
  return ending === undefined || endings.includes(ending);
}
