import { z } from 'zod';

/** An account of the console, as the admin API tells it. */
export const operatorShape = z.object({
  username: z.string(),
  name: z.string(),
  role: z.string(),
  applications: z.array(z.string()),
  enabled: z.boolean(),
  firstPasswordUntil: z.string().optional(),
});

export const issuedShape = z.object({ operator: operatorShape, password: z.string() });

/** An account in a line. */
export function operatorLine({
  username,
  name,
  role,
  applications,
  enabled,
  firstPasswordUntil,
}: z.infer<typeof operatorShape>): string {
  const state = enabled ? 'enabled' : 'disabled';
  const waits = firstPasswordUntil === undefined ? '' : `  first password until ${firstPasswordUntil}`;
  return `${username}  ${role}  ${applications.join(',')}  ${state}  ${name}${waits}`;
}

/** What was drawn, and how long it lets in. */
export function passwordLine({ operator, password }: z.infer<typeof issuedShape>): string {
  return `first password, shown only now, until ${operator.firstPasswordUntil ?? 'it is used'}: ${password}`;
}
