import { decodeUtf8 } from '../text/utf8.ts';

export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** Who an `Authorization: Basic …` header says it is (RFC 7617, UTF-8); undefined when it is of another form. */
export function readBasicCredentials(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]{1,4096}={0,2})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = textOf(Buffer.from(encoded, 'base64'));
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function textOf(bytes: Buffer): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    return '';
  }
}
