import { z } from 'zod';

/** The part of JSON Schema that members of an operation are told in. */
export interface MemberSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  /** The pattern in words. */
  readonly 'x-form'?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly items?: MemberSchema;
  readonly anyOf?: readonly MemberSchema[];
}

export interface OperationSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, MemberSchema>>;
  readonly required: readonly string[];
}

/** The members of an operation's input or output as JSON Schema 2020-12, which is also OpenAPI 3.1's. */
export function operationSchema(members: z.ZodObject): OperationSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(members, { io: 'input', unrepresentable: 'any' });
  return { required: [], ...schema } as unknown as OperationSchema;
}
