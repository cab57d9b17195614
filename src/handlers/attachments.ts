import type { Instruction } from '../envelope/envelope.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HandlerContext, Work } from '../envelope/handler.ts';

/** Keeps an uploaded file; it is on disk before the exchange is committed, so an acknowledged file is never lost. */
export async function keepAttachment(
  { file }: Extract<Instruction, { kind: 'attach' }>,
  { attachments, application }: HandlerContext,
): Promise<Work> {
  const attachment = await attachments.keep(file, application.id);
  return { changes: [], answer: () => ({ attachment }) };
}

/** Gives a file back to its owner, or to whoever is granted what others sent. */
export async function fetchAttachment(
  { id }: Extract<Instruction, { kind: 'fetch' }>,
  { attachments, application, reveal }: HandlerContext,
): Promise<Work> {
  const found = await attachments.read(id);
  if (!found || (found.facts.owner !== application.id && !reveal))
    throw new ExchangeError('RECORD_NOT_FOUND');
  const { name, mediaType } = found.facts;
  return { changes: [], answer: () => ({ file: { name, mediaType, bytes: found.content } }) };
}
