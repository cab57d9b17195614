import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod';
import type { Operation } from '../../src/envelope/operation.ts';
import type { Member, RawMessage } from '../../src/envelope/raw-message.ts';
import type { Standard } from '../../src/envelope/standard.ts';

/** The part of JSON Schema that a member's value is made from. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly minLength?: number;
  readonly minimum?: number;
}

/** The members of an operation's input, each with the form that it must have. */
export function inputSchemas({ input }: Operation): Readonly<Record<string, Schema>> {
  const { properties } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return (properties ?? {}) as Record<string, Schema>;
}

/** Whether a member is a file, which comes beside the members. */
export function isFile(schema: Schema | undefined): boolean {
  return schema?.format === 'binary';
}

/** A message for an operation, made from nothing but what the operation says of its members: all of them, or those required. */
export function validMessage(standard: Standard, operation: Operation, all = true): RawMessage {
  const schemas = Object.entries(inputSchemas(operation));
  const wanted = schemas.filter(([name]) => all || isRequired(operation, name));
  const members = wanted
    .filter(([, schema]) => !isFile(schema))
    .map(([name, schema]) => [name, memberOf(schema)] as const);
  const files = wanted
    .filter(([, schema]) => isFile(schema))
    .map(([name]) => [name, { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from('text') }] as const);
  return {
    id: randomUUID(),
    wire: 'contract',
    standard: standard.standard,
    operation: operation.name,
    address: '/contract',
    members: new Map(members),
    ...(files.length > 0 && { files: new Map(files) }),
    headers: {},
    peer: { address: '127.0.0.1' },
    receivedAt: new Date(),
    body: { bytes: 100, digest: '0'.repeat(64) },
  };
}

export function isRequired({ input }: Operation, name: string): boolean {
  return !(input.shape[name] as z.ZodType).safeParse(undefined).success;
}

/** The same message with other members. */
export function withMembers(raw: RawMessage, change: (members: Map<string, Member>) => void): RawMessage {
  const members = new Map(raw.members);
  change(members);
  return { ...raw, members };
}

function memberOf(schema: Schema): Member {
  const choices = schema.anyOf ?? [schema];
  const list = choices.find(({ type }) => type === 'array');
  if (list) return { kind: 'json', text: '[{"name":"值"}]' };
  const [first] = choices;
  return first!.type === 'string'
    ? { kind: 'text', text: textOf(first!) }
    : { kind: 'json', text: numberOf(first!) };
}

function textOf({ pattern, enum: values, const: value, minLength = 1 }: Schema): string {
  if (value !== undefined) return String(value);
  if (values) return String(values[0]);
  if (pattern === undefined) return 'a'.repeat(Math.max(1, minLength));
  return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: 6 })[0]!;
}

function numberOf({ type, minimum = 1 }: Schema): string {
  return type === 'boolean' ? 'true' : String(minimum);
}
