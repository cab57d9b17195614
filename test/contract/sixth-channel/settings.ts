import { z } from 'zod';

/** The part `channels.lines` of the configuration; what is not told here is refused. */
export const lineSettings = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8090),
  standard: z.string().min(1),
  operation: z.string().min(1),
  lineBytes: z.int().min(64).max(1_048_576).default(65_536),
});

export type LineSettings = Readonly<z.output<typeof lineSettings>>;
