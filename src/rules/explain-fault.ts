import type { ErrorObject } from 'ajv';
import { endingOf } from './fault-endings.ts';
import type { RuleFile } from './rule-file.ts';
import { tameName } from './tame-name.ts';

/** What is wrong with one member of one record: its place, the failed JSON Schema keyword, a Chinese sentence. */
export interface Fault {
  readonly member?: string;
  readonly rule: string;
  readonly message: string;
}

/** Keywords that report every branch that they tried. */
const CHOICES: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'not', 'contains', 'propertyNames']);

/**
 * The faults that ajv's errors stand for: no repeats, no branches beside the rule that chose among them. Beyond `most`
 * none is worth its words.
 */
export function explainFaults(errors: readonly ErrorObject[], file: RuleFile, most: number): Fault[] {
  const choices = errors
    .filter(({ keyword }) => CHOICES.has(keyword))
    .map(({ schemaPath }) => `${schemaPath}/`);
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map((error) => error.instancePath),
  );
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    if (error.keyword === 'if' || choices.some((path) => error.schemaPath.startsWith(path))) continue;
    if (error.keyword !== 'type' && mistyped.has(error.instancePath)) continue;
    const fault = explain(error, file);
    const identity = `${fault.rule} ${fault.member}`;
    if (!faults.has(identity)) faults.set(identity, fault);
    if (faults.size === most) break;
  }
  return [...faults.values()];
}

function explain(error: ErrorObject, file: RuleFile): Fault {
  const member = memberOf(error);
  const condition = conditionOf(error.schemaPath, file);
  const message = `${labelOf(member, error, file)}${endingOf(error)}${condition === undefined ? '' : `（${condition}）`}`;
  return { ...(member === '' ? {} : { member }), rule: error.keyword, message };
}

/** `owner.phones[2]`: where the fault lies, the missing or unknown member included. */
function memberOf(error: ErrorObject): string {
  const steps = error.instancePath.split('/').slice(1).map(unescapePointer);
  const named = namedMember(error);
  if (named !== undefined) steps.push(named);
  return steps.reduce((path, step) => {
    if (path !== '' && /^\d+$/.test(step)) return `${path}[${step}]`;
    return path === '' ? tameName(step) : `${path}.${tameName(step)}`;
  }, '');
}

function labelOf(member: string, error: ErrorObject, file: RuleFile): string {
  if (member === '') return '该记录';
  const inner = namedMember(error) === undefined ? error.parentSchema?.['title'] : undefined;
  const title: unknown = file.properties[member]?.title ?? inner;
  return typeof title === 'string' ? `${title}(${member})` : member;
}

/** The missing or unknown member that an error of its parent tells of. */
function namedMember({ params }: ErrorObject): string | undefined {
  const named: unknown =
    params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  return typeof named === 'string' ? named : undefined;
}

/** When the failed rule applies, in the words of the condition (an object with `if`) that it belongs to. */
function conditionOf(schemaPath: string, file: RuleFile): string | undefined {
  let schema: unknown = file;
  let condition: string | undefined;
  for (const step of schemaPath.replace(/^#\//, '').split('/').map(decodeURIComponent)) {
    if (typeof schema !== 'object' || schema === null) return condition;
    const when = schema === file ? undefined : conditionText(schema);
    if (when !== undefined) condition = step === 'else' ? `除${when}以外` : when;
    schema = (schema as Record<string, unknown>)[unescapePointer(step)];
  }
  return condition;
}

function conditionText(schema: unknown): string | undefined {
  const isCondition =
    typeof schema === 'object' && schema !== null && 'if' in schema && 'description' in schema;
  return isCondition ? String(schema.description) : undefined;
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
