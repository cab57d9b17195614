import type { ChannelParts } from '../../envelope/channel.ts';
import type { WatchedTable } from './columns.ts';
import type { FrontDatabaseSettings } from './settings.ts';

/**
 * Why all rows of some tables are refused: the application's standard has no rules for what they stand for. Undefined
 * when it has, and while nobody knows the application.
 */
export function kindFault(
  { application }: Pick<FrontDatabaseSettings, 'application'>,
  { primaryKey, isEnabled }: Pick<ChannelParts, 'primaryKey' | 'isEnabled'>,
  tables: readonly WatchedTable[],
): string | undefined {
  if (!primaryKey || isEnabled?.(application) === undefined) return undefined;
  const unknown = tables.filter(({ resource }) => primaryKey(application, resource) === undefined);
  if (unknown.length === 0) return undefined;
  const named = unknown.map(({ table, resource }) => (table === resource ? table : `${table} (${resource})`));
  return `rows of ${named.join(', ')} are refused: the standard of ${application} has no such kind of data or business code, or its rule file is disabled; the setting tables says what each table stands for`;
}
