import type { Item } from '../envelope/envelope.ts';
import { memberSources, writeMembers } from '../text/json.ts';
import { type MemberTitles, readOnce } from './member-titles.ts';
import { respell } from './respell.ts';

/** Records of a file with each titled member under its own name; the same items where there is nothing to do. */
export function nameByTitles(items: readonly Item[], titles: MemberTitles): readonly Item[] {
  const { isOwn, meant } = readOnce(titles);
  const nameOf = (column: string) => (isOwn(column) ? column : (onlyOne(meant(column)) ?? column));
  const isTitled = (name: string) => nameOf(name) !== name;
  return items.map((item) => (Object.keys(item.value).some(isTitled) ? named(item, nameOf) : item));
}

function named(item: Item, nameOf: (column: string) => string): Item {
  const members = memberSources(item.text).map(([name, source]) => ({
    name,
    wireName: nameOf(name),
    source,
  }));
  const text = writeMembers(respell(members));
  return { text, value: JSON.parse(text) };
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
