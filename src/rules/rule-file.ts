import { z } from 'zod';
import { readJson } from '../text/json.ts';
import { SENSITIVE_KINDS } from '../text/mask-value.ts';

/** Members beside the primary key that may be queried. */
const MOST_INDEXED = 4;
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Keywords whose schemas apply to the record itself. */
const CONDITIONS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']);

const Text = z.string().trim().min(1);
const Names = z.array(Text).refine((names) => new Set(names).size === names.length, 'names a member twice');
/** What every object inherits (`constructor` …) cannot be told from a member that is there. */
const MemberName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u)
  .refine((name) => !(name in {}), 'is a name that every object has');
const Member = z.looseObject({
  title: Text,
  type: z.union([z.string(), z.array(z.string())]),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.looseObject({ format: z.string().optional() })).optional(),
});
const Expression = Text.refine((text) => isExpression(text), 'is no regular expression');
const Example = z.record(z.string(), z.unknown());
const BadExample = z.strictObject({ record: Example, member: Text, rule: Text });
const NormalizedExample = z.strictObject({ record: Example, becomes: Example });

const Shape = z.looseObject({
  $schema: z.literal(DRAFT),
  title: Text,
  type: z.literal('object'),
  properties: z.record(MemberName, Member),
  required: Names,
  additionalProperties: z.boolean(),
  'x-source': Text,
  'x-primaryKey': Names.min(1),
  'x-region': z.string().optional(),
  'x-timestamp': z.string().optional(),
  'x-index': Names.max(MOST_INDEXED).default([]),
  'x-sensitive': z.record(z.string(), z.enum(SENSITIVE_KINDS)).default({}),
  'x-perOwner': z.boolean().default(false),
  'x-spellings': z.record(MemberName, z.string()).default({}),
  'x-aliases': z.record(z.string(), z.record(Text, Text)).default({}),
  'x-text': Names.default([]),
  'x-multiple': Names.default([]),
  'x-upper': Names.default([]),
  'x-placeholders': z.record(z.string(), z.array(Text).min(1)).default({}),
  'x-warn': z.record(z.string(), z.strictObject({ pattern: Expression, description: Text })).default({}),
  'x-empty': z.literal('absent').optional(),
  'x-unknown': z.literal('warn').optional(),
  'x-examples': z.strictObject({
    good: z.array(Example).min(1),
    normalized: z.array(NormalizedExample).default([]),
    bad: z.array(BadExample).min(1),
  }),
});

/** A rule file: a JSON Schema (2020-12) of one record and our vocabulary, told by names that begin with `x-`. */
export type RuleFile = z.infer<typeof Shape>;

/** The words of our own that a file may hold. */
export const VOCABULARY_WORDS: readonly string[] = Object.keys(Shape.shape).filter((word) =>
  word.startsWith('x-'),
);

const RuleFileSchema = Shape.superRefine((file, context) => {
  const report = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const expect = (word: keyof RuleFile & string, name: string, wanted: { format?: string } = {}) => {
    const member = file.properties[name];
    if (member === undefined) report([word], `names ${name}, which is not among the properties`);
    else if (member.type !== 'string')
      report(['properties', name, 'type'], `must be string, as ${word} names it`);
    else if (wanted.format !== undefined && !formatsOf(member).includes(wanted.format)) {
      report(['properties', name, 'format'], `must be ${wanted.format}, as ${word} names it`);
    }
  };
  for (const name of file['x-primaryKey']) {
    expect('x-primaryKey', name);
    if (!file.required.includes(name)) report(['required'], `lacks ${name}, a member of the primary key`);
    if (file['x-index'].includes(name))
      report(['x-index'], `names ${name}, which is in the primary key already`);
  }
  for (const name of file['x-index']) expect('x-index', name);
  if (file['x-region'] !== undefined) expect('x-region', file['x-region'], { format: 'region' });
  if (file['x-timestamp'] !== undefined) expect('x-timestamp', file['x-timestamp'], { format: 'timestamp' });
  for (const word of ['x-text', 'x-multiple', 'x-upper'] as const)
    for (const name of file[word]) expect(word, name);
  for (const word of ['x-placeholders', 'x-warn'] as const)
    for (const name of Object.keys(file[word])) expect(word, name);
  for (const name of Object.keys(file['x-placeholders'])) {
    if (file.required.includes(name)) report(['x-placeholders'], `names ${name}, which must not be left out`);
  }
  for (const [name, aliases] of Object.entries(file['x-aliases'])) {
    expect('x-aliases', name);
    const values = file.properties[name]?.enum;
    for (const value of Object.values(aliases))
      if (values?.includes(value) === false)
        report(['x-aliases', name], `names ${value}, which is not among the values of ${name}`);
  }
  for (const [other, name] of Object.entries(file['x-spellings'])) {
    if (!Object.hasOwn(file.properties, name))
      report(['x-spellings'], `names ${name}, which is not among the properties`);
    if (Object.hasOwn(file.properties, other))
      report(['x-spellings'], `takes ${other}, a member of its own, for another spelling`);
  }
  if (file['x-unknown'] && !file.additionalProperties)
    report(['additionalProperties'], 'must be true, as x-unknown lets unknown members pass');
  const named = [...file.required, ...Object.keys(file['x-sensitive']), ...conditionNames(file)];
  for (const name of new Set(named)) {
    if (!Object.hasOwn(file.properties, name))
      report(['properties'], `lack ${name}, which the file names elsewhere`);
  }
});

/** The formats that a member may have: its own, or those it chooses among. */
function formatsOf({ format, anyOf = [] }: z.infer<typeof Member>): readonly unknown[] {
  return [format, ...anyOf.map((branch) => branch.format)];
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Members named by the conditions on a record; a misspelt one would make a condition that never applies. */
function conditionNames(schema: object): string[] {
  return Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
    if (!CONDITIONS.has(keyword) || typeof value !== 'object' || value === null) return [];
    return [value].flat().flatMap((branch: object) => [...namesIn(branch), ...conditionNames(branch)]);
  });
}

function namesIn(branch: { readonly required?: unknown; readonly properties?: unknown }): string[] {
  const required = Array.isArray(branch.required) ? branch.required.map(String) : [];
  return [...required, ...Object.keys(branch.properties ?? {})];
}

/** Reads the text of a rule file; the error says in English what is wrong and where. */
export function readRuleFile(text: string): RuleFile {
  const parsed = RuleFileSchema.safeParse(readJson(text.replace(/^\uFEFF/, '')));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('/')}: ${issue.message}`).join('; '));
}
