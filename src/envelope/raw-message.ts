import type { UploadedFile } from './attachment.ts';
import type { ExchangeError } from './exchange-error.ts';
import type { SourcePlace } from './source-place.ts';

/** A member's value as it stood on the wire: a decoded text, or the source text of any other JSON value. */
export interface Member {
  readonly kind: 'text' | 'json';
  readonly text: string;
  /** It is JSON and known to be without insignificant white space. */
  readonly compact?: true;
}

/** Who is at the other end of the connection. */
export interface Peer {
  /** IP address, IPv4-mapped IPv6 already unfolded. */
  readonly address: string;
  /** Where a message lay that no connection brought, such as a folder: failures are counted for it. */
  readonly place?: string;
  /** The verified client certificate, if TLS asked for one. */
  readonly certificate?: { readonly subject: string; readonly fingerprint256: string };
}

/** A message as a channel received it: exact texts, never a parsed guess. */
export interface RawMessage {
  /** Unique id of this attempt, made by the channel (UUID). */
  readonly id: string;
  /** The wire form, for the audit: `rest`, `soap11`, `soap12`, `tcp` … */
  readonly wire: string;
  /** The name of the standard that owns the address. */
  readonly standard: string;
  readonly operation: string;
  /** The path (or other address) it came in by; part of what a message id is bound to. */
  readonly address: string;
  /** From path, query and body alike, each name once. */
  readonly members: ReadonlyMap<string, Member>;
  /** Files of a multipart body, by the name of their part. */
  readonly files?: ReadonlyMap<string, UploadedFile>;
  /** The gateway's public base URL (from the configuration, never from a Host header), for addresses in answers. */
  readonly publicUrl?: string;
  /** The application whose messages come this way, where the channel's configuration vouches for it. */
  readonly vouched?: string;
  /** Who acts for that application, where a person does: for the audit. */
  readonly actor?: string;
  /**
   * Its records stood in a file that people write: members may go by their titles, and its sender gets a report with
   * every fault, not only as many as an answer holds.
   */
  readonly fromFile?: true;
  /** Where the channel knows of an order in which the sender meant its messages. */
  readonly place?: SourcePlace;
  /** Lower-case header names; a header sent twice is refused before this. */
  readonly headers: Readonly<Record<string, string>>;
  readonly peer: Peer;
  readonly receivedAt: Date;
  /** The body's size in bytes and its SM3 digest in hex. */
  readonly body: { readonly bytes: number; readonly digest: string };
  /** Set when the channel could not read the message: the core audits and renders it, nothing else. */
  readonly unreadable?: ExchangeError;
}

export interface ReplyMember {
  readonly name: string;
  /** `json`: the text is JSON source and REST shows it as such; `text`: a string. */
  readonly kind: 'text' | 'json';
  readonly text: string;
}

/** What goes back, in the order of the standard's table; the channel only gives it its wire form. */
export interface RawReply {
  readonly members: readonly ReplyMember[];
  /** The answer is this file instead of members. */
  readonly file?: UploadedFile;
  /** Set when the exchange was refused; the channel derives HTTP status or Fault from it. */
  readonly error?: ExchangeError;
  /** What a 401 asks for in `WWW-Authenticate`. */
  readonly challenge?: string;
  /** The caller wants HTTP statuses that carry meaning. */
  readonly semanticStatus?: boolean;
  /** The caller sent JSON as text and gets `json` members as text too. */
  readonly jsonAsText?: boolean;
}

/** The seam between every channel and the core. */
export type Exchange = (raw: RawMessage) => Promise<RawReply>;
