import { createHash } from 'node:crypto';
import type { Item } from '../envelope/envelope.ts';
import { maskValue } from '../text/mask-value.ts';
import type { Fault } from './explain-fault.ts';
import type { RuleFile } from './rule-file.ts';

/** Joins the members of a primary key; no member may hold it, or two keys could look alike. */
const SEPARATOR = '\u001f';
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONGEST_TOLD = 128;

/** The primary key of one kind of record. */
export interface RecordKey {
  /** Its members in order. */
  readonly names: readonly string[];
  /** Their values joined by U+001F; identity numbers as a digest where the key is each sender's own. */
  of(item: Item): string;
  /** The plain values, unless a member is not a text. */
  ifWhole(item: Item): string | undefined;
  /** For people: sensitive members masked, nothing that would break a line. */
  told(item: Item): string | undefined;
  /** Members that no key may hold, whatever the file's own rules say: empty, or with control characters. */
  faults(item: Item): readonly Fault[];
}

const NO_FAULTS: readonly Fault[] = [];

/** How to make, tell and check the keys of a rule file. */
export function recordKey(file: RuleFile): RecordKey {
  const names = file['x-primaryKey'];
  const kinds = file['x-sensitive'];
  const isWhole = (item: Item) => names.every((name) => typeof item.value[name] === 'string');
  const isBad = (part: unknown) => typeof part === 'string' && (part === '' || CONTROL.test(part));
  const plain = (item: Item) => names.map((name) => partOf(item, name)).join(SEPARATOR);
  const isSecret = (name: string) => file['x-perOwner'] && kinds[name] === 'identity';
  const hidden = (item: Item) =>
    names.map((name) => (isSecret(name) ? digest(partOf(item, name)) : partOf(item, name))).join(SEPARATOR);
  return {
    names,
    of: names.some(isSecret) ? hidden : plain,
    ifWhole: (item) => (isWhole(item) ? plain(item) : undefined),
    told: (item) => {
      if (!isWhole(item)) return undefined;
      const parts = names.map((name) => tellPart(String(item.value[name]), kinds[name]));
      return parts.join('|').slice(0, LONGEST_TOLD);
    },
    faults: (item) => {
      const bad = names.filter((name) => isBad(item.value[name]));
      return bad.length === 0 ? NO_FAULTS : bad.map((name) => badPart(name, file));
    },
  };
}

function partOf(item: Item, name: string): string {
  return String(item.value[name] ?? '');
}

/** A key stands in cursors that readers see, so a person's number must not be read off it. */
function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

function tellPart(part: string, kind: RuleFile['x-sensitive'][string] | undefined): string {
  const short = part.slice(0, LONGEST_TOLD).replace(new RegExp(CONTROL, 'g'), '?');
  return maskValue(short, kind ?? 'text');
}

function badPart(name: string, file: RuleFile): Fault {
  const label = `${file.properties[name]!.title}(${name})`;
  return { member: name, rule: 'x-primaryKey', message: `${label}为主键，不应为空或含有控制字符` };
}
