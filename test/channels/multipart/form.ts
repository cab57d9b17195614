/** A part as it stands on the wire: its headers without the last line end, and its content. */
export interface FormPart {
  readonly head: string | Buffer;
  readonly content: string | Buffer;
}

/** A text, or a file when it has a file name. */
export function part(
  name: string,
  content: string | Buffer,
  fileName?: string,
  mediaType?: string,
): FormPart {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`;
  const type = mediaType === undefined ? '' : `\r\nContent-Type: ${mediaType}`;
  return { head: `Content-Disposition: form-data; name="${name}"${file}${type}`, content };
}

/** A whole multipart/form-data body. */
export function formBody(boundary: string, parts: readonly FormPart[]): Buffer {
  const pieces = parts.flatMap(({ head, content }) => [
    `--${boundary}\r\n`,
    head,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece as string)));
}
