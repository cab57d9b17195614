import { z } from 'zod';

/** A member of an operation as a schema of XML tells it. */
export interface MemberField {
  readonly name: string;
  readonly type: 'xs:string' | 'xs:int' | 'xs:decimal' | 'xs:boolean';
  readonly required: boolean;
  /** Chinese title and clause; empty when the operation gives none. */
  readonly documentation: string;
}

interface Property {
  readonly type?: unknown;
  readonly title?: string;
  readonly description?: string;
}

/** Anything else, JSON too, travels as a string. */
const TYPES: Readonly<Record<string, MemberField['type']>> = {
  integer: 'xs:int',
  number: 'xs:decimal',
  boolean: 'xs:boolean',
};

/** The members of an operation's input or output, in the order of the standard's table. */
export function memberFieldsOf(schema: z.ZodObject, io: 'input' | 'output'): readonly MemberField[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.entries(properties as Record<string, Property>).map(([name, property]) => ({
    name,
    type: TYPES[String(property.type)] ?? 'xs:string',
    required: required.includes(name),
    documentation: [property.title, property.description].filter(Boolean).join('。'),
  }));
}
