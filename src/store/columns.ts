import type { Tables } from './schema.ts';

/** Tables that the ledger writes in bulk. */
export type BulkTable = 'record' | 'record_member' | 'seen' | 'audit' | 'upload';

type Kinds = { readonly [T in BulkTable]: { readonly [C in keyof Tables[T]]: 'text' | 'bigint' } };

/** Every column of the tables written in bulk, with its type. */
export const COLUMNS: Kinds = {
  record: {
    standard: 'text',
    rule_set: 'text',
    key: 'text',
    owner: 'text',
    content: 'text',
    members: 'text',
    region: 'text',
    timestamp: 'text',
    place: 'text',
    version: 'bigint',
    deleted: 'bigint',
    created_at: 'text',
    changed_at: 'text',
  },
  record_member: { standard: 'text', rule_set: 'text', member: 'text', value: 'text', key: 'text' },
  seen: { caller: 'text', message_id: 'text', digest: 'text', answer: 'text', at: 'text' },
  audit: {
    writer: 'text',
    sequence: 'bigint',
    at: 'text',
    event: 'text',
    attempt: 'text',
    standard: 'text',
    operation: 'text',
    wire: 'text',
    peer: 'text',
    caller: 'text',
    business: 'text',
    action: 'text',
    message_id: 'text',
    code: 'text',
    reason: 'text',
    body_digest: 'text',
    sign_digest: 'text',
    bytes: 'bigint',
    records: 'bigint',
    duration: 'bigint',
    detail: 'text',
    previous: 'text',
    hash: 'text',
  },
  upload: { caller: 'text', standard: 'text', rule_set: 'text', at: 'text' },
};

export const PRIMARY_KEYS: { readonly [T in BulkTable]: readonly (keyof Tables[T])[] } = {
  record: ['standard', 'rule_set', 'key'],
  record_member: ['standard', 'rule_set', 'member', 'value', 'key'],
  seen: ['caller', 'message_id'],
  audit: ['writer', 'sequence'],
  upload: ['caller', 'standard', 'rule_set'],
};

/** The values of a row in the order of COLUMNS. */
export function valuesOf<T extends BulkTable>(table: T): (row: Tables[T]) => unknown[] {
  const names = Object.keys(COLUMNS[table]) as (keyof Tables[T])[];
  return (row) => names.map((name) => row[name]);
}
