import { describe, expect, it } from '@jest/globals';
import type { AuditRow } from '../../src/audit/audit-row.ts';
import type { Checkpoint } from '../../src/audit/checkpoint.ts';
import { createChain } from '../../src/audit/create-chain.ts';
import { canonicalText } from '../../src/audit/row-hash.ts';
import { sm3Hex } from '../../src/crypto/digest.ts';
import type { AuditTable, CheckpointTable } from '../../src/store/schema.ts';

/** Audit and store do not know each other; that they mean the same rows is checked here, by the compiler. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
const sameRow: Same<Required<AuditRow>, Required<Readonly<AuditTable>>> = true;
const sameCheckpoint: Same<Checkpoint, Readonly<CheckpointTable>> = true;

const entry = {
  event: 'EXCHANGE_ACCEPTED',
  at: '2026-01-01T00:00:00.000Z',
  attempt: 'a',
  caller: '应用"1',
} as const;

describe('the chain', () => {
  it('has one form of a row for ever: the documented canonical text and its SM3', () => {
    expect([sameRow, sameCheckpoint]).toEqual([true, true]);
    const [row] = createChain({ writer: 'w', last: undefined }).seal([entry]);
    const text = `["w",1,"2026-01-01T00:00:00.000Z","EXCHANGE_ACCEPTED","a",null,null,null,null,"应用\\"1",${'null,'.repeat(11)}"${'0'.repeat(64)}"]`;
    expect(canonicalText(row!)).toBe(text);
    expect(row!.hash).toBe(sm3Hex(text));
    // As `openssl dgst -sm3` has it.
    expect(row!.hash).toBe('9b1c5b3f67edba751f60f9e991df4cd81bbe40c81e33abef94c260b0cae78bbe');
  });

  it('goes on from the last row, and from what was really stored after a failure', () => {
    const whole = createChain({ writer: 'w', last: undefined }).seal([entry, entry, entry]);
    const chain = createChain({ writer: 'w', last: whole[0] });
    chain.seal([{ ...entry, detail: 'never stored' }]);
    chain.resume(whole[0]);
    expect(chain.seal([entry, entry])).toEqual(whole.slice(1));
    chain.resume(undefined);
    expect(chain.seal([entry])).toEqual(whole.slice(0, 1));
  });
});
