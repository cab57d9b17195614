import { z } from 'zod';
import { faulty, parseInput } from './faults.ts';

/** In the audit log it stands for whoever did not sign in. */
const NOBODY = 'nobody';

const username = z
  .string()
  .regex(/^[\p{L}\p{N}_.@-]{2,64}$/u, { error: '2 to 64 letters, digits, _ . @ or -' })
  .refine((text) => text.toLowerCase() !== NOBODY, { error: 'the name of somebody' });
const password = z.string().min(12, { error: 'at least 12 characters' }).max(128);
/** Neither line ends nor marks that turn or hide what stands beside them. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, { error: 'one line of visible text' });
const applications = z
  .array(z.string().regex(/^(?:\*|[A-Za-z0-9_.-]{1,64})$/, { error: 'the id of an application, or *' }))
  .min(1, { error: 'at least one application, or *' })
  .max(256)
  .transform((ids) => (ids.includes('*') ? ['*'] : [...new Set(ids)]));

/** How the first operator is set up. */
export const setUpInput = z.strictObject({
  code: z.string().max(64),
  username,
  name: name.optional(),
  password: z.string(),
});

/** How an administrator adds an account; administrators act for every application. */
export const additionInput = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('administrator'), username, name }),
  z.strictObject({ role: z.literal('entry'), username, name, applications }),
]);

/** What can be changed of an account; its role stays what it is. */
export const changeInput = z.strictObject({
  name: name.optional(),
  applications: applications.optional(),
});

/** How a one-time password is exchanged for one of the owner's choice. */
export const activationInput = z.strictObject({
  username: z.string().max(64),
  password: z.string().max(128),
  chosen: z.string(),
});

/** A password that the owner of an account chose; throws BAD_PARAMETER where it is too weak. */
export function chosenPassword(owner: string, text: string): string {
  const chosen = parseInput(z.object({ password }), { password: text }).password;
  if (!chosen.toLowerCase().includes(owner.toLowerCase())) return chosen;
  throw faulty([{ path: 'password', message: 'a password without the user name in it' }]);
}
