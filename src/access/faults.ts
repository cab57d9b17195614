import type { z } from 'zod';
import { ExchangeError } from '../envelope/exchange-error.ts';

/** One thing that is wrong with what an operator sent; operator-facing, in English. */
export interface Fault {
  /** Dotted path, such as `sign.key` or `networks[2]`. */
  readonly path: string;
  readonly message: string;
}

/** BAD_PARAMETER that tells each fault with its path. */
export function faulty(faults: readonly Fault[]): ExchangeError {
  return new ExchangeError('BAD_PARAMETER', {
    message: faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    details: faults.map(({ path, message }) => ({ member: path, message })),
  });
}

/** Parses what an operator sent; throws `faulty` with every issue. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw faulty(parsed.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: 'unknown' }));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text ? `${text}.${String(step)}` : String(step);
  }, '');
}
