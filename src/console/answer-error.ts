import type { ErrorRequestHandler, Response } from 'express';
import { ExchangeError } from '../envelope/exchange-error.ts';
import { CONSOLE_CODES, ConsoleError } from './console-error.ts';

/** What the admin API answers when it cannot do what was asked. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    /** For operators, in English. */
    readonly message: string;
    readonly details: readonly { readonly path: string; readonly message: string }[];
  };
}

interface Told {
  readonly status: number;
  readonly body: ErrorBody;
  readonly retryAfter?: number | undefined;
}

/** Renders whatever was thrown; causes and defects go to `failed`, never into the answer. */
export function answerError(failed: (error: unknown) => void): ErrorRequestHandler {
  return (thrown, _request, response, _next) => {
    const told = tell(thrown, failed);
    if (told.retryAfter !== undefined) response.setHeader('Retry-After', String(told.retryAfter));
    send(response, told);
  };
}

function tell(thrown: unknown, failed: (error: unknown) => void): Told {
  if (thrown instanceof ConsoleError) {
    const { code, message, retryAfter } = thrown;
    return { status: CONSOLE_CODES[code].status, body: bodyOf(code, message), retryAfter };
  }
  const parsing = statusOfParser(thrown);
  if (parsing !== undefined)
    return { status: parsing, body: bodyOf('MALFORMED', 'the body is not JSON of an allowed size') };
  const error = ExchangeError.from(thrown);
  if (error.facts.kind === 'failure') failed(error.cause ?? error);
  return tellExchangeError(error);
}

function tellExchangeError({ code, message, details, facts, retryAfter }: ExchangeError): Told {
  // Such errors speak of a partner's message here; 401 would tell the page that its own session has ended.
  const aboutPartner = facts.kind === 'authentication';
  const status = code === 'UNKNOWN_APPLICATION' ? 404 : aboutPartner ? 400 : facts.status;
  const text = code === 'BAD_PARAMETER' ? message : facts.meaning;
  const paths = details.map((detail) => ({ path: detail.member ?? '', message: detail.message }));
  return { status, body: bodyOf(code, text, paths), retryAfter };
}

/** Errors of Express's own body and path readers carry a status; their texts may echo the body. */
function statusOfParser(thrown: unknown): number | undefined {
  if (thrown instanceof ExchangeError || !(thrown instanceof Error) || !('status' in thrown))
    return undefined;
  const { status } = thrown;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function bodyOf(code: string, message: string, details: ErrorBody['error']['details'] = []): ErrorBody {
  return { error: { code, message, details } };
}

function send(response: Response, { status, body }: Told): void {
  if (response.headersSent) response.destroy();
  else response.status(status).json(body);
}
