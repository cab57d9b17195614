import { z } from 'zod';
import type { Operation } from '../envelope/operation.ts';

/** The members of an operation that are files: those whose schema has the format `binary`, as OpenAPI writes it. */
export function fileMembers({ input }: Operation): readonly string[] {
  return Object.entries(input.shape)
    .filter(([, member]) => isFile(member as z.ZodType))
    .map(([name]) => name);
}

/** Whether an operation takes files, and so a form. */
export function takesFiles(operation: Operation): boolean {
  return fileMembers(operation).length > 0;
}

function isFile(member: z.ZodType): boolean {
  return z.toJSONSchema(member, { io: 'input', unrepresentable: 'any' })['format'] === 'binary';
}
