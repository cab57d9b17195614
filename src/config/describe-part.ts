import type { z } from 'zod';
import { describeIssue } from './describe-issue.ts';
import { listPartSettings } from './settings.ts';

/** What is wrong with a part that has a schema of its own, told like that of every other setting. */
export function describePart(path: string, schema: z.ZodType, part: unknown): readonly string[] {
  const { error } = schema.safeParse(part, { reportInput: true });
  if (!error) return [];
  const settings = listPartSettings(path, schema);
  const above = path.split('.');
  return error.issues.flatMap((issue) =>
    describeIssue({ ...issue, path: [...above, ...issue.path] }, settings),
  );
}
