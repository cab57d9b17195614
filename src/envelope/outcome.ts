import type { Application } from './application.ts';
import type { Attachment, UploadedFile } from './attachment.ts';
import type { LoggedEntry } from './commit.ts';
import type { Envelope } from './envelope.ts';
import type { ExchangeError } from './exchange-error.ts';
import type { RawMessage } from './raw-message.ts';

export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
}

/** Where an answered page stands in the whole. */
export interface PageFacts {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  /** There are more: counting stopped at the total. */
  readonly more?: boolean;
  /** Asks for the next page; absent on the last one. */
  readonly cursor?: string;
}

export interface Answer {
  readonly counts?: Counts;
  /** JSON texts of the records found. */
  readonly records?: readonly string[];
  /** Entries of the caller's own interface log. */
  readonly log?: readonly LoggedEntry[];
  readonly page?: PageFacts;
  readonly token?: IssuedToken;
  /** What an imported service answered: the JSON text of an object. */
  readonly content?: string;
  /** What a provider says of a change that it made, in its own words. */
  readonly message?: string;
  /** The file that was kept. */
  readonly attachment?: Attachment;
  /** The file that was asked for. */
  readonly file?: UploadedFile;
  /** What was taken although it is not as the rules have it, in Chinese. */
  readonly warnings?: readonly string[];
}

export interface IssuedToken {
  readonly value: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export type Outcome =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly error: ExchangeError };

/** What is known of the exchange when its answer is written; less when it was refused early. */
export interface AnswerContext {
  readonly raw: RawMessage;
  readonly envelope?: Envelope;
  /** Only once known: answers are signed with its key. */
  readonly application?: Application;
}
