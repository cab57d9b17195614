import type { UploadedFile } from './attachment.ts';

/** How a message proves where it comes from. */
export type Proof =
  | {
      readonly kind: 'sign';
      /** Upper-case hex as sent; undefined when the member is missing. */
      readonly sign: string | undefined;
      /** The signed members in the order of the standard's table, each with its exact signed text. */
      readonly fields: readonly (readonly [name: string, text: string])[];
    }
  /** The application's secret itself, to be exchanged for a token. */
  | { readonly kind: 'secret'; readonly secret: string | undefined }
  /** A token that stands for its caller. */
  | { readonly kind: 'token'; readonly token: string | undefined }
  /** The channel vouches for the caller: its configuration says whose messages come this way. */
  | { readonly kind: 'vouched' };

/** The one internal shape of a message, whichever way it came. Not yet proved, not yet opened. */
export interface Envelope {
  readonly operation: string;
  /** The application that the message says it comes from; absent where a token tells it. */
  readonly caller?: string;
  readonly proof: Proof;
  /** The sender's unique id of this message (S1/S2 `random`, S5 serial number); without one a resend is a new message. */
  readonly messageId?: string;
  /** Business code (S1 six digits, S2 three, S5 the resource, also for a txcode); '' where there is none. */
  readonly business: string;
  /** Action code as sent; '' where there is none. */
  readonly action: string;
  /** The payload as signed, perhaps encrypted. */
  readonly payload: string;
  /** Add only: the sender says that these are all its records. */
  readonly full?: boolean;
  /** The file of an upload. */
  readonly file?: UploadedFile;
  /** The gateway's public base URL, where it is known: what records name below it is the gateway's own. */
  readonly publicUrl?: string;
}

/** One record of a batch: its JSON text without insignificant white space, and its value. */
export interface Item {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Criteria joined by AND; several of them by OR. */
export interface Criterion {
  /** Equality on the primary key or an indexed member. */
  readonly members: Readonly<Record<string, string>>;
  /** GB/T 2260 code; what lies below it is included. */
  readonly region?: string;
  /** `YYYY-MM-DD HH:mm:ss`, inclusive, on the record's timestamp. */
  readonly beginTime?: string;
  readonly endTime?: string;
}

export interface Paging {
  /** From 1; ignored with a cursor. */
  readonly page: number;
  readonly size: number;
  readonly cursor?: string;
}

/** What a proved and opened message asks for. `ruleSet` names the kind of data, e.g. S1 `0208`. */
export type Instruction =
  | ChangeInstruction
  | {
      readonly kind: 'query';
      readonly ruleSet: string;
      readonly criteria: readonly Criterion[];
      readonly paging: Paging;
    }
  | { readonly kind: 'log'; readonly criteria: LogCriteria; readonly paging: Paging }
  /** Issue a token to the caller, who has just proved itself by its secret. */
  | { readonly kind: 'token' }
  /** Ask an imported service for one of its operations; `input` is the JSON text of its members. */
  | { readonly kind: 'call'; readonly operation: string; readonly input: string }
  /** Keep a file, or give one back by its id. */
  | { readonly kind: 'attach'; readonly file: UploadedFile }
  | { readonly kind: 'fetch'; readonly id: string };

export interface ChangeInstruction {
  readonly kind: 'add' | 'modify' | 'delete';
  readonly ruleSet: string;
  readonly items: readonly Item[];
  /** Add only: these are all that the sender has; what it sent before and is not among them is marked deleted. */
  readonly full?: boolean;
  /** Ids of uploaded files that the records name by their addresses; one that is not there is warned of. */
  readonly files?: readonly string[];
}

/** What to look for in the caller's own interface log. */
export interface LogCriteria {
  readonly business?: string;
  readonly action?: string;
  readonly messageId?: string;
  readonly outcome?: 'accepted' | 'refused' | 'repeated';
  readonly beginTime?: string;
  readonly endTime?: string;
}
