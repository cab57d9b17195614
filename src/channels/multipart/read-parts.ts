import { malformed } from './malformed.ts';
import { readPartHead } from './read-part-head.ts';

/** One part of a body: a text, or a file when its sender gives a file name. */
export interface Part {
  readonly name: string;
  /** Set for files, '' where the sender left it empty. */
  readonly fileName: string | undefined;
  /** As the part says; '' without. */
  readonly mediaType: string;
  readonly content: Buffer;
}

/** RFC 2046, 5.1.1: up to 70 of these, the last no blank. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;
const MOST_PARTS = 16;
const MOST_HEAD_BYTES = 4096;
const LINE = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * The parts of a multipart/form-data body (RFC 7578) whose every byte is in its place: no preamble, CRLF line ends,
 * the closing delimiter, nothing behind it. Throws MALFORMED. Contents are views of the body, not copies.
 */
export function readParts(body: Buffer, boundary: string | undefined): readonly Part[] {
  if (boundary === undefined || !BOUNDARY.test(boundary))
    throw malformed('缺少boundary或其格式错误', 'BOUNDARY');
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  if (!body.subarray(0, delimiter.length - LINE.length).equals(delimiter.subarray(LINE.length)))
    throw malformed('报文应以分隔符开始', 'BOUNDARY');
  const parts: Part[] = [];
  let at = delimiter.length - LINE.length;
  while (!isClosing(body, at)) {
    if (!body.subarray(at, at + LINE.length).equals(LINE)) throw malformed('分隔符之后应为换行', 'BOUNDARY');
    if (parts.length === MOST_PARTS) throw malformed(`超过${MOST_PARTS}个部分`, 'TOO_MANY_PARTS');
    const end = body.indexOf(delimiter, at);
    if (end === -1) throw malformed('报文不完整', 'TRUNCATED');
    parts.push(readPart(body.subarray(at, end)));
    at = end + delimiter.length;
  }
  return parts;
}

/** `--`, then the end of the body or a line's end. */
function isClosing(body: Buffer, at: number): boolean {
  const rest = body.toString('latin1', at, at + 5);
  return rest === '--' || rest === '--\r\n';
}

/** From the line end behind a delimiter to before the next: headers, an empty line, the content. */
function readPart(bytes: Buffer): Part {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1 || headEnd > MOST_HEAD_BYTES) throw malformed('部分的头不完整或过长', 'PART_HEAD');
  const head = bytes.subarray(LINE.length, Math.max(LINE.length, headEnd));
  return { ...readPartHead(head), content: bytes.subarray(headEnd + HEAD_END.length) };
}
