import { ExchangeError } from '../envelope/exchange-error.ts';

/** Why a file cannot be read, with its head as far as that was read: so its sender can be told. */
export class UnreadableFile extends ExchangeError {
  readonly head: ReadonlyMap<string, string>;

  constructor(error: ExchangeError, head: ReadonlyMap<string, string>) {
    const { code, message, details, reason, cause } = error;
    super(code, { message, details, reason, cause });
    this.head = head;
  }
}

/** What was thrown while a file was read whose head had come so far: for the `catch` of whoever reads it. */
export function withHead(thrown: unknown, head: ReadonlyMap<string, string>): unknown {
  return thrown instanceof ExchangeError ? new UnreadableFile(thrown, head) : thrown;
}
