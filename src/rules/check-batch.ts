import type { Item } from '../envelope/envelope.ts';
import type { ErrorDetail } from '../envelope/exchange-error.ts';
import type { Fault } from './explain-fault.ts';
import type { RecordKey } from './record-key.ts';

/** How many faults are told; the rest are only said to exist. */
export interface FaultLimits {
  readonly record: number;
  readonly batch: number;
}

/** As many as an answer holds. */
export const FAULT_LIMITS: FaultLimits = { record: 20, batch: 100 };
/** For the report on a file, which its sender mends in one go: the largest batch is told whole. */
export const FILE_FAULT_LIMITS: FaultLimits = { record: 20, batch: 100_000 };

/**
 * Faults of a batch in its order, those of keys that occur twice included (S1 1.4 数据重复性检测). Stops once
 * the batch has more faults than are told.
 */
export function checkBatch(
  items: readonly Item[],
  inspect: (item: Item) => readonly Fault[],
  key: RecordKey,
  limits: FaultLimits,
): readonly ErrorDetail[] {
  const details: ErrorDetail[] = [];
  const places = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const faults = [...inspect(item), ...repeated(key.ifWhole(item), index, places)];
    if (faults.length === 0) continue;
    const told = key.told(item);
    const place = told === undefined ? { index } : { index, key: told };
    details.push(...cut(faults, limits.record, '本条记录').map((fault) => ({ ...place, ...fault })));
    if (details.length > limits.batch) return cut(details, limits.batch, '本批数据');
  }
  return details;
}

function repeated(key: string | undefined, index: number, places: Map<string, number>): readonly Fault[] {
  if (key === undefined) return [];
  const earlier = places.get(key);
  if (earlier === undefined) {
    places.set(key, index);
    return [];
  }
  return [{ rule: 'duplicate', message: `与本批第${earlier + 1}条记录的主键重复` }];
}

function cut<Told extends { readonly message: string }>(
  faults: readonly Told[],
  limit: number,
  whole: string,
): readonly (Told | { readonly rule: string; readonly message: string })[] {
  if (faults.length <= limit) return faults;
  return [...faults.slice(0, limit), { rule: 'limit', message: `${whole}错误过多，仅列出前${limit}项` }];
}
