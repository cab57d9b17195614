import { ExchangeError } from '../envelope/exchange-error.ts';

/** Why a file cannot be read, with its head as far as that was read: enough to tell its sender. */
export class UnreadableFile extends ExchangeError {
  readonly head: ReadonlyMap<string, string>;

  constructor(error: ExchangeError, head: ReadonlyMap<string, string>) {
    const { code, message, details, reason, cause } = error;
    super(code, { message, details, reason, cause });
    this.head = head;
  }
}

/** Reads what stands below a head that is still being filled; a refusal carries the head. */
export function readBelow<Result>(head: ReadonlyMap<string, string>, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    throw thrown instanceof ExchangeError ? new UnreadableFile(thrown, head) : thrown;
  }
}
