import type { ChangeInstruction, Instruction } from '../envelope/envelope.ts';
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

/**
 * Gives a file back to its owner, or to an application whose grant reveals everything in all regions: a file has no
 * region and nothing in it can be masked. Whoever may not have it learns no more than that it is not there.
 */
export async function fetchAttachment(
  { id }: Extract<Instruction, { kind: 'fetch' }>,
  { attachments, application, reveal, scope }: HandlerContext,
): Promise<Work> {
  const found = await attachments.read(id);
  const seesAll = reveal && scope === undefined;
  if (!found || (found.facts.owner !== application.id && !seesAll))
    throw new ExchangeError('RECORD_NOT_FOUND', { message: '文件不存在' });
  const { name, mediaType } = found.facts;
  return { changes: [], answer: () => ({ file: { name, mediaType, bytes: found.content } }) };
}

/** Files that a warning names. */
const MOST_TOLD = 5;

/** The context with a word on files that records name and their sender does not have: they may come later still. */
export async function warnOfFiles(
  { files = [] }: ChangeInstruction,
  context: HandlerContext,
): Promise<HandlerContext> {
  if (files.length === 0) return context;
  const known = await context.attachments.known(files, context.application.id);
  const missing = files.filter((id) => !known.has(id));
  if (missing.length === 0) return context;
  const more = missing.length > MOST_TOLD ? `等${missing.length}个` : '';
  const warning = `附件地址所指的文件不存在：${missing.slice(0, MOST_TOLD).join('、')}${more}`;
  return { ...context, warnings: [...context.warnings, warning] };
}
