import type { UploadedFile } from '../envelope/attachment.ts';
import type { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpReply } from '../envelope/http-channel.ts';
import type { RawReply } from '../envelope/raw-message.ts';
import { writeJsonReply } from '../text/write-json-reply.ts';

/** What was asked may hold a secret in its address (S5 A.2), and what is answered a token or personal data. */
const PRIVATE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Writes an answer as a JSON object, its members in the order of the standard's table. */
export function writeReply(reply: RawReply): HttpReply {
  if (reply.file) return writeFile(reply.file);
  return {
    status: reply.error ? statusOf(reply.error, reply.semanticStatus === true) : 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...PRIVATE,
      ...(reply.challenge !== undefined && { 'www-authenticate': reply.challenge }),
      ...(reply.error?.retryAfter !== undefined && { 'retry-after': retryAfter(reply.error.retryAfter) }),
    },
    body: writeJsonReply(reply),
  };
}

/** Told to be saved, never shown: what a stranger uploaded must not run in the gateway's own origin. */
function writeFile({ name, mediaType, bytes }: UploadedFile): HttpReply {
  return {
    status: 200,
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      ...PRIVATE,
      'content-security-policy': "default-src 'none'; sandbox",
    },
    body: bytes,
  };
}

/** A refusal that a standard can tell is an answer like any other, unless the caller asked for statuses. */
function statusOf({ facts }: ExchangeError, semantic: boolean): number {
  return semantic || facts.kind === 'transport' || facts.kind === 'failure' ? facts.status : 200;
}

function retryAfter(seconds: number): string {
  return String(Math.max(1, Math.ceil(seconds)));
}
