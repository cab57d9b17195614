import type { PartnerSettings } from '../../support/gateway.ts';

/** Where a row of the list of hostile input is proved. */
export type Coverage = 'fixture' | 'driver' | 'elsewhere' | 'not-applicable';

/** `row.json`: what is sent in a few words, what must happen, and where that is proved. */
export interface Row {
  readonly id: string;
  readonly section: string;
  readonly input: string;
  readonly expected: string;
  readonly covered: Coverage;
  /** Test files that prove it, or prove more of it. */
  readonly where?: readonly string[];
  /** Why it does not apply, or why the answer is decided otherwise than the list has it. */
  readonly why?: string;
}

/** The members of a message; texts may hold placeholders (see `expandTemplate`). */
export interface MessageFields {
  readonly appid?: string;
  readonly busicode?: string;
  readonly action?: string;
  readonly busilist?: string;
  readonly random?: string;
  readonly sign?: string;
}

/** What goes over the socket. */
export interface Sending {
  /** Gives the body and the media type unless those are told; `rest` by default. */
  readonly wire?: 'rest' | 'soap11' | 'soap12';
  readonly message?: MessageFields;
  /** Members that are signed with another text than they are sent with. */
  readonly signed?: MessageFields;
  /** Members that a sample record gets on top, as JSON source. */
  readonly record?: Readonly<Record<string, unknown>>;
  readonly body?: string;
  readonly encoding?: 'utf8' | 'utf16le' | 'utf16be' | 'utf32le' | 'latin1';
  /** How many times the body is compressed. */
  readonly gzip?: number;
  readonly method?: string;
  /** Path and query, as they go into the request line. */
  readonly target?: string;
  /** null leaves a header out that would be there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** The whole request, head and all, over a bare socket. */
  readonly raw?: string;
}

/** What must come back, and what must be found in the database. */
export interface Expectation {
  readonly status: number;
  /** The code of the answer and of the audit entry; none: the exchange is accepted. */
  readonly code?: string;
  /** The answer comes from the HTTP parser and has no code. */
  readonly bare?: true;
  /** The finer reason of the audit entry. */
  readonly reason?: string;
  /** Entries of attempts: 1, or 0 where no interface was reached. */
  readonly audit?: 0 | 1;
  /** Records written. */
  readonly records?: number;
  readonly contains?: readonly string[];
  readonly notContains?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The local name of the fault code, as the caller's SOAP version has it. */
  readonly soapFault?: string;
  /** A part of the audit entry. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** `*.case.json`: one message and its fate. */
export interface HostileCase {
  readonly title: string;
  /** Why the answer is as it is, where the list has it otherwise. */
  readonly note?: string;
  readonly partner?: PartnerSettings;
  readonly send: Sending;
  readonly expect: Expectation;
}
