import type { z } from 'zod';
import { closestName } from './closest-name.ts';
import type { Setting } from './settings.ts';
import { isTree } from './tree.ts';

/** Tells what zod found as sentences that begin with the setting's path; secrets are not shown. */
export function describeIssue(issue: z.core.$ZodIssue, settings: readonly Setting[]): readonly string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownSetting(path, key, settings));
  const found = settings.filter((candidate) => candidate.path === pattern(path));
  const secret = found.some((setting) => setting.secret);
  return [`${show(path)}: expected ${expected(issue, found)}, got ${got(inputOf(issue), secret)}`];
}

/** Of alternatives told apart by one setting zod hands over the whole group. */
function inputOf({ code, input, path }: z.core.$ZodIssue): unknown {
  const name = path.at(-1);
  return code === 'invalid_union' && name !== undefined && isTree(input) ? input[String(name)] : input;
}

/** Alternatives of a group may each have the setting. */
function expected(issue: z.core.$ZodIssue, settings: readonly Setting[]): string {
  const [setting] = settings;
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message;
  if (issue.code === 'too_small' && setting?.type === 'array') return 'a list with at least one entry';
  if (setting !== undefined)
    return [...new Set(settings.map(({ form }) => form.replaceAll('`', '')))].join(', ');
  // An entry of a list is no setting of its own.
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'a text of another length';
  const wanted = issue.code === 'invalid_type' ? TYPES[issue.expected] : undefined;
  return wanted ?? 'a group of settings';
}

const TYPES: Readonly<Record<string, string>> = { string: 'text', array: 'a list' };

function got(input: unknown, secret: boolean): string {
  if (input === undefined || input === null) return 'nothing';
  if (secret) return 'a value that is not shown';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a group of settings';
  const text = JSON.stringify(input).replace(/:\/\/[^/@]*@/, '://…@');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function unknownSetting(group: readonly string[], key: string, settings: readonly Setting[]): string {
  const known = settings.map(({ path }) => path.split('.'));
  const prefix = pattern(group).split('.').filter(Boolean);
  const siblings = known
    .filter((path) => prefix.every((name, index) => path[index] === name))
    .flatMap((path) => path[prefix.length]?.replace('[]', '') ?? []);
  const near = closestName(key, [...new Set(siblings)]);
  const elsewhere = known.filter((path) => path.at(-1) === key).map((path) => path.join('.'));
  const meant = near === undefined ? elsewhere.slice(0, 3) : [show([...group, near])];
  const hint = meant.length === 0 ? '' : `; did you mean ${meant.join(' or ')}?`;
  return `${show([...group, key])}: unknown setting${hint}`;
}

/** `services.0.standard` as an operator writes it: `services[0].standard`. */
function show(path: readonly string[]): string {
  return path.join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}

/** The path with the places in lists left open, as the settings name it. */
function pattern(path: readonly string[]): string {
  return show(path).replace(/\[\d+\]/g, '[]');
}
