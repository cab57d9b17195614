import type { ErrorCode } from '../../envelope/error-code.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Exchange, RawReply } from '../../envelope/raw-message.ts';
import type { FileMessage } from '../../record-files/record-message.ts';

/** A message and what was answered to it. */
export interface Asked {
  readonly message: FileMessage;
  readonly reply: RawReply;
}

/**
 * Asks. A message whose id was used, though nobody but the gateway made it, was asked before a crash that kept its
 * answer from its sender, and that answer is not kept (a query's): then this is a message of its own.
 */
export async function askExchange(
  exchange: Exchange,
  messageOf: (again: boolean) => Promise<FileMessage>,
): Promise<Asked> {
  const message = await messageOf(false);
  const reply = await exchange(message.raw).catch(asReply);
  if (reply.error?.code !== 'RANDOM_REUSED') return { message, reply };
  const anew = await messageOf(true);
  if (idOf(anew) === idOf(message)) return { message, reply };
  return { message: anew, reply: await exchange(anew.raw).catch(asReply) };
}

/** Refusals that say nothing about the file; so do all of the kind `failure`. */
const LATER: ReadonlySet<ErrorCode> = new Set(['OVERLOADED', 'RATE_LIMITED', 'HELD']);

/** The same where the settings name the application: then its state is the operator's to mend. */
const LATER_IF_VOUCHED: ReadonlySet<ErrorCode> = new Set([
  'UNKNOWN_APPLICATION',
  'APPLICATION_DISABLED',
  'APPLICATION_EXPIRED',
  'ADDRESS_DENIED',
  'CERTIFICATE_REQUIRED',
  'PASSWORD_REQUIRED',
]);

/** Whether the gateway takes nothing of this sender at present, so that the file is to be taken another time. */
export function isForLater({ code, facts }: ExchangeError, vouched: boolean): boolean {
  return facts.kind === 'failure' || LATER.has(code) || (vouched && LATER_IF_VOUCHED.has(code));
}

function idOf({ raw, form }: FileMessage): string | undefined {
  return form && raw.members.get(form.id)?.text;
}

/** An exchange that throws is a defect; the file is told as of any other failure. */
function asReply(thrown: unknown): RawReply {
  return { members: [], error: ExchangeError.from(thrown) };
}
