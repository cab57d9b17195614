import type { AuditEntry } from '../envelope/audit-entry.ts';
import { type AuditRow, GENESIS, type UnsealedRow } from './audit-row.ts';
import { rowHash } from './row-hash.ts';

/** The last row of a chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface ChainOptions {
  /** One a writing process. */
  readonly writer: string;
  readonly last: ChainHead | undefined;
}

/** The hash chain of one writer. */
export interface Chain {
  readonly writer: string;
  /** Makes the next rows of the chain, numbered from 1. */
  seal(entries: readonly AuditEntry[]): readonly AuditRow[];
  /** Goes on from another row: what was sealed since may not have been stored. */
  resume(last: ChainHead | undefined): void;
}

/** Continues (or begins) a writer's chain. */
export function createChain({ writer, last }: ChainOptions): Chain {
  let head = last ?? { sequence: 0, hash: GENESIS };
  function sealOne(entry: AuditEntry): AuditRow {
    const unsealed = unsealedRow(entry, writer, head.sequence + 1, head.hash);
    const row = { ...unsealed, hash: rowHash(unsealed) };
    head = row;
    return row;
  }
  return {
    writer,
    seal: (entries) => entries.map(sealOne),
    resume: (stored) => {
      head = stored ?? { sequence: 0, hash: GENESIS };
    },
  };
}

function unsealedRow(entry: AuditEntry, writer: string, sequence: number, previous: string): UnsealedRow {
  return {
    writer,
    sequence,
    at: entry.at,
    event: entry.event,
    attempt: text(entry.attempt),
    standard: optional(entry.standard),
    operation: optional(entry.operation),
    wire: optional(entry.wire),
    peer: optional(entry.peer),
    caller: optional(entry.caller),
    business: optional(entry.business),
    action: optional(entry.action),
    message_id: optional(entry.messageId),
    code: optional(entry.code),
    reason: optional(entry.reason),
    body_digest: optional(entry.bodyDigest),
    sign_digest: optional(entry.signDigest),
    bytes: count(entry.bytes),
    records: count(entry.records),
    duration: count(entry.duration),
    detail: optional(entry.detail, LONGEST_DETAIL),
    previous,
  };
}

/** Characters. Much of an entry is what a stranger sent; it must always be storable, and never be the load. */
const LONGEST = 256;
const LONGEST_DETAIL = 8_000;

/** U+0000 and lone surrogates, which a database would refuse or change. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

function text(value: string, longest = LONGEST): string {
  return value.slice(0, longest).replace(UNSTORABLE, '\ufffd');
}

function optional(value: string | undefined, longest = LONGEST): string | null {
  return value === undefined ? null : text(value, longest);
}

function count(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value);
}
