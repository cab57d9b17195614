import { exchange } from '../../support/gateway.ts';
import { type Message, type Partner, signedMessage } from '../../support/partner.ts';
import { sampleRecord } from '../../support/records.ts';

/** What a sender knows of its message: the answer, or nothing. */
export interface Sent {
  readonly message: Message;
  readonly key: string;
  /** The text of the answer; undefined: the connection broke, or it was no answer of the standard. */
  readonly answer: string | undefined;
}

/** Adds records one by one over several connections until it is told to stop, and keeps book. */
export function sendLoad(url: string, partner: Partner, connections: number) {
  const book: Sent[] = [];
  let stopped = false;
  const one = async () => {
    while (!stopped) {
      const record = sampleRecord();
      const message = signedMessage(partner, '120101', '01', [record]);
      const answer = await exchange(url, message).then(
        ({ status, text, datalist }) => (status === 200 && datalist['result'] === '0001' ? text : undefined),
        () => undefined,
      );
      book.push({ message, key: String(record['equipmentCode']), answer });
      if (answer === undefined) return;
    }
  };
  const running = Promise.all(Array.from({ length: connections }, one));
  return {
    book: book as readonly Sent[],
    async stop(): Promise<readonly Sent[]> {
      stopped = true;
      await running;
      return book;
    },
  };
}
