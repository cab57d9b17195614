import { z } from 'zod';

const whole = (minimum: number, maximum: number, fallback: number) =>
  z.int().min(minimum).max(maximum).default(fallback);
const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'the name of an environment variable' })
  .optional()
  .meta({ environment: true });

/** An address with its password is better kept in an environment variable than in a file. */
const server = <Kind extends 'postgres' | 'mysql'>(kind: Kind, scheme: RegExp) =>
  z
    .strictObject({
      kind: z.literal(kind),
      url: z
        .string()
        .regex(scheme, { error: `an address that begins with ${kind}://` })
        .optional()
        .meta({ secret: true }),
      /** The environment variable that holds the address. */
      urlVariable: variable,
    })
    .refine(({ url, urlVariable }) => (url === undefined) !== (urlVariable === undefined), {
      error: 'either url or urlVariable',
    });

const database = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sqlite'), file: z.string().min(1).meta({ path: true }) }),
  server('postgres', /^postgres(?:ql)?:\/\//),
  server('mysql', /^(?:mysql|mariadb):\/\//),
]);

const frontDatabase = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, { error: '1 to 32 letters, digits, _ or -' }),
  /** The application whose messages come this way. */
  application: z.string().min(1).max(64),
  standard: z.string().min(1).default('dual-prevention'),
  database,
  pollSeconds: z.number().min(0.05).max(3600).default(5),
  /** How long the newest batch must have got no more rows before it is taken; 0 takes what is there. */
  quietSeconds: z.number().min(0).max(86_400).default(30),
  /** Rows that are read, and confirmed, at a time. */
  batchRows: whole(1, 10_000, 1000),
  /** Exchanges at a time; the application's own limit must allow them. */
  concurrency: whole(1, 1000, 150),
  /** Whether the tables number their batches together or each by itself. */
  numbering: z.enum(['database', 'table']).default('database'),
  /** Kind of data by table; by default every table with B.1's columns, named for its kind of data. */
  tables: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** The kinds of data whose batch is a full upload (5.1). */
  full: z.array(z.string().min(1)).default([]),
});

/** The part `channels.table` of the configuration: the front-end databases to watch. */
export const tableSettings = z
  .array(frontDatabase)
  .min(1)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'a name of its own for each database',
  });

export type TableSettings = z.output<typeof tableSettings>;
export type FrontDatabaseSettings = TableSettings[number];
export type DatabaseSettings = FrontDatabaseSettings['database'];
