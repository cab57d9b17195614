import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { FORMATS } from './formats.ts';
import { type RuleFile, VOCABULARY_WORDS } from './rule-file.ts';

/** The two validators of one schema: the first stops at the first fault and is quick, the other tells all. */
export interface Validators {
  readonly first: ValidateFunction;
  readonly all: ValidateFunction;
}

/** Compiles JSON Schemas in ajv's strict mode: an unknown keyword or format is an error, not a comment. */
export type Compile = (schema: object) => Validators;

/** Shared by the rule files that are read together, since a compiler costs far more than a schema. */
export function createCompile(): Compile {
  const first = createAjv(false);
  const all = createAjv(true);
  return (schema) => ({ first: first.compile(schema), all: all.compile(schema) });
}

function createAjv(allErrors: boolean): Ajv2020 {
  // strictRequired off: a condition may require a member that the record's own properties declare.
  const ajv = new Ajv2020({ allErrors, verbose: true, strict: true, strictRequired: false });
  ajvFormats.default(ajv, { mode: 'full', keywords: false });
  for (const [name, test] of Object.entries(FORMATS)) ajv.addFormat(name, test);
  return ajv;
}

/** The schema of a whole record: the file without our vocabulary, which no validator needs. */
export function schemaOf(file: RuleFile): object {
  return Object.fromEntries(Object.entries(file).filter(([word]) => word !== '$id' && !VOCABULARY.has(word)));
}

/** The schema of what a deletion needs: the primary key, and region and timestamp where they are given. */
export function keySchemaOf(file: RuleFile): object {
  const names = [...file['x-primaryKey'], file['x-region'], file['x-timestamp']];
  const properties = Object.entries(file.properties).filter(([name]) => names.includes(name));
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: file['x-primaryKey'],
    ...(file['$defs'] === undefined ? {} : { $defs: file['$defs'] }),
  };
}

const VOCABULARY: ReadonlySet<string> = new Set(VOCABULARY_WORDS);
