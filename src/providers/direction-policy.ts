import { ExchangeError } from '../envelope/exchange-error.ts';
import { LEVELS, type Level } from '../envelope/provider.ts';
import { LEVEL_TITLES } from './level-titles.ts';
import { type LevelRule, PURPOSE_LEVELS } from './purpose-levels.ts';

/** S1 Tables 1 to 4 as data: which way each kind of data flows, and by which codes of Table 7 it goes. */
export interface DirectionTable {
  readonly tables: readonly {
    readonly table: string;
    readonly clause: string;
    readonly entries: readonly DirectionEntry[];
  }[];
}

export interface DirectionEntry {
  readonly kind: string;
  /** The arrow as the text has it. */
  readonly direction: string;
  /** From the lowest to the highest. */
  readonly levels: readonly Level[];
  readonly flow: 'up' | 'down' | 'both' | 'unstated';
  readonly codes: readonly string[];
}

/** A message between two levels: who asks, and who is asked. */
export interface Passage {
  readonly edition: string;
  readonly business: string;
  readonly action: string;
  readonly from: Level | undefined;
  readonly to: Level | undefined;
}

export interface DirectionPolicy {
  /** Throws DIRECTION_DENIED. Where a level is not set, nothing is enforced. */
  check(passage: Passage): void;
  /** The steps of the tables for a code of Table 7, such as `province->nation`, and into or out of `level` alone. */
  steps(type: string, level?: Level): readonly string[];
}

interface Kind extends DirectionEntry {
  readonly table: string;
  readonly clause: string;
}

const rank = (level: Level): number => LEVELS.indexOf(level);

/** S1's directions, enforced as data: an add goes from the asking level to the asked one, a query's answer comes back. */
export function createDirectionPolicy({ tables }: DirectionTable): DirectionPolicy {
  const kinds = tables.flatMap(({ table, clause, entries }) =>
    entries.map((entry): Kind => ({ ...entry, table, clause })),
  );
  const byType = new Map<string, Kind[]>();
  for (const kind of kinds)
    for (const code of kind.codes) byType.set(code, [...(byType.get(code) ?? []), kind]);
  return {
    check({ edition, business, action, from, to }) {
      if (edition !== 's1' || from === undefined || to === undefined) return;
      checkPurpose(business.slice(0, 2), from, to);
      const [source, target] = action === '04' ? [to, from] : [from, to];
      checkKinds(byType.get(business.slice(2)) ?? [], source, target);
    },
    steps: (type, level) => [
      ...new Set((byType.get(type) ?? []).flatMap(stepsOf).filter((step) => !level || touches(step, level))),
    ],
  };
}

/** S1 1.2.1: some purposes say between which levels they are. */
function checkPurpose(purpose: string, from: Level, to: Level): void {
  const rule: LevelRule | undefined = PURPOSE_LEVELS[purpose];
  if (!rule || rule.allows(from, to)) return;
  throw denied(
    `${rule.title}（用途代码${purpose}，1.2.1）用于${rule.told}，不能用于${between(from, to)}的交换`,
  );
}

function checkKinds(kinds: readonly Kind[], source: Level, target: Level): void {
  if (source === target || kinds.length === 0) return;
  if (kinds.some((kind) => allows(kind, source, target))) return;
  const stated = kinds.map(({ kind, table, clause, direction }) => {
    const place = table === clause ? clause : `${table}（${clause}）`;
    return `${place}“${kind}”的方向为${direction}`;
  });
  const [first, ...others] = stated;
  const more = others.length > 0 ? `等${stated.length}种` : '';
  throw denied(`${first}${more}，数据不能由${LEVEL_TITLES[source]}流向${LEVEL_TITLES[target]}`);
}

/** What the tables do not say they do not forbid: who shares below the province is the province's own affair. */
function allows({ levels, flow }: DirectionEntry, source: Level, target: Level): boolean {
  if (flow === 'unstated') return true;
  if (levels.includes(source) && levels.includes(target))
    return flow === 'both' || (rank(target) > rank(source) ? 'up' : 'down') === flow;
  return source !== 'nation' && target !== 'nation';
}

function stepsOf({ levels, flow }: DirectionEntry): string[] {
  const pairs = levels.slice(1).map((upper, index) => [levels[index]!, upper] as const);
  return pairs.flatMap(([lower, upper]) => [
    ...(flow === 'up' || flow === 'both' ? [`${lower}->${upper}`] : []),
    ...(flow === 'down' || flow === 'both' ? [`${upper}->${lower}`] : []),
  ]);
}

function touches(step: string, level: Level): boolean {
  return step.split('->').includes(level);
}

function between(from: Level, to: Level): string {
  return from === to ? `${LEVEL_TITLES[from]}内部` : `${LEVEL_TITLES[from]}与${LEVEL_TITLES[to]}之间`;
}

function denied(message: string): ExchangeError {
  return new ExchangeError('DIRECTION_DENIED', { message });
}
