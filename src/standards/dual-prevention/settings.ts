import { z } from 'zod';
import { TXCODES } from './business-codes.ts';

const txcode = z
  .string()
  .regex(/^\d{4}$/, { error: 'four digits' })
  .refine((code) => !Object.hasOwn(TXCODES, code), { error: 'a txcode that Table A.1 does not know' });
const resource = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/, { error: 'the name of a rule file, 1 to 32 letters and digits' });

/** The part `standards.dual-prevention` of the configuration. */
export const dualPreventionSettings = z.strictObject({
  /** More txcodes than Table A.1 has, each with the kind of data that it means, e.g. `'0301': trainInfo`. */
  txcodes: z.record(txcode, resource).default({}),
});

export type DualPreventionSettings = z.output<typeof dualPreventionSettings>;
