import { z } from 'zod';
import { LEVELS } from '../envelope/provider.ts';
import {
  checkAddresses,
  checkBody,
  checkClientCa,
  checkDatabase,
  checkListener,
  checkSeal,
  smallestBody,
} from './checks.ts';
import { providers, registry } from './platform-schema.ts';
import { group, MIB, path, text, whole } from './schema-parts.ts';

const tls = z
  .strictObject({
    certificate: path('PEM file with the certificate and its chain'),
    key: path('PEM file with the private key'),
    clientCa: path('PEM file with the authorities that issue client certificates').optional(),
    requireClientCertificate: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether a connection without a client certificate of `clientCa` is refused' }),
  })
  .check(checkClientCa)
  .meta({ description: 'Serve HTTPS with these files' });

const listener = (port: number) => ({
  host: text('Address to listen on').default('127.0.0.1'),
  port: whole(0, 65_535, port, 'Port to listen on; 0 takes any free one'),
  plainHttp: z
    .boolean()
    .default(false)
    .meta({ description: 'Allow HTTP without TLS on an address other than loopback (not advised)' }),
  tls: tls.optional(),
});

const publicUrl = z
  .string()
  .refine(isPlainHttpUrl, { error: 'an http(s) address without query, fragment and credentials' })
  .transform((url) => url.replace(/\/+$/, ''))
  .optional()
  .meta({
    description:
      'Address that callers use, as the WSDL and the documents give it; never taken from a Host header',
  });

const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: '1 to 64 letters, digits, _ or -' });

const service = z.strictObject({
  standard: name.meta({ description: 'Name of the standard that the address speaks' }),
  service: name.meta({ description: 'First part of the address `/{service}/{interFlag}`' }),
  interFlag: name.meta({ description: 'Second part of the address' }),
});

const limits = group(
  z
    .strictObject({
      records: whole(1, 1_000_000, 2000, 'Records an exchange may carry'),
      busilistBytes: whole(1024, 256 * MIB, 10 * MIB, 'Bytes of the payload (`busilist`)'),
      bodyBytes: z
        .int()
        .min(1024)
        .max(1024 * MIB)
        .optional()
        .meta({
          description:
            'Bytes of a whole request; at least, and by default, 3 × busilistBytes + 65536, because an SM4 sign is twice as long as what it signs',
        }),
      jsonDepth: whole(4, 256, 32, 'Levels of nesting in JSON'),
      xml: group(
        z.strictObject({
          depth: whole(8, 256, 64, 'Levels of nesting in XML'),
          attributes: whole(1, 1024, 64, 'Attributes of an element'),
          declarations: whole(1, 1024, 32, 'Namespace declarations of an element'),
          attributeLength: whole(256, 1_048_576, 65_536, 'UTF-16 units of one attribute'),
          nodes: whole(
            100,
            10_000_000,
            200_000,
            'Elements, attributes, CDATA sections and comments of a document',
          ),
        }),
        'Limits that hold while XML is read',
      ),
      headerSeconds: whole(1, 300, 10, 'Seconds in which the headers must have arrived'),
      bodySeconds: whole(1, 3600, 30, 'Seconds in which the body must have arrived'),
      concurrentPerApplication: whole(
        1,
        100_000,
        200,
        'Exchanges of one application at a time; more get 503',
      ),
      concurrent: whole(1, 100_000, 1000, 'Exchanges at a time; more get 503'),
      connections: whole(1, 1_000_000, 4096, 'Open connections'),
      connectionsPerAddress: whole(1, 1_000_000, 1024, 'Open connections from one address'),
      pageSize: whole(1, 100_000, 2000, 'Records a page of an answer may carry'),
    })
    .check(checkBody),
  'Limits of one exchange and of the gateway',
);

const FILE_KINDS = ['pdf', 'png', 'jpg', 'gif', 'doc', 'xls', 'ppt', 'docx', 'xlsx', 'pptx', 'txt'] as const;

const attachments = group(
  z.strictObject({
    folder: path(
      'Folder for the contents of uploaded files, by default `attachments` in the data folder; processes that share a database share it',
    ).optional(),
    bytes: whole(
      1,
      1024 * MIB,
      20 * MIB,
      'Bytes of an uploaded file; the whole request keeps `limits.bodyBytes`',
    ),
    kinds: z
      .array(z.enum(FILE_KINDS))
      .min(1)
      .default([...FILE_KINDS])
      .meta({ description: 'Kinds of files that are taken, told by their content' }),
    unusedDays: whole(
      1,
      36_500,
      30,
      'Days that a file is kept while no record names it; after that it is removed',
    ),
    scan: z
      .strictObject({
        command: z.array(z.string().min(1)).min(1).meta({
          description:
            'Program and arguments that look at every uploaded file; its path comes last; any status but 0 refuses it',
        }),
        seconds: whole(1, 600, 60, 'Seconds that the scanner may take'),
        atOnce: whole(1, 256, 4, 'Scanners that run at a time'),
      })
      .optional()
      .meta({ description: 'A virus scanner' }),
  }),
  'Files that partners upload',
);

/** The settings as an operator writes them. */
export const settingsSchema = z.strictObject({
  data: path('Folder for the database, keys and state').default('./data'),
  timeZone: z
    .literal('Asia/Shanghai')
    .default('Asia/Shanghai')
    .meta({ description: 'Zone of the local times in messages; the standards know no other' }),
  exchange: group(
    z
      .strictObject({
        ...listener(8080),
        publicUrl,
        drainSeconds: whole(0, 600, 30, 'Seconds that running exchanges get to end when the gateway stops'),
      })
      .check(checkListener),
    'Where partners send their messages',
  ),
  admin: group(
    z.strictObject(listener(8081)).check(checkListener),
    'Where the console, the admin API, metrics and health are',
  ),
  services: z
    .array(service)
    .min(1)
    .check(checkAddresses)
    .default([
      { standard: 'special-equipment', service: 'tonggui', interFlag: 'exchange' },
      { standard: 'dual-prevention', service: 'jsdspcloud', interFlag: 'services' },
    ])
    .meta({ description: 'Addresses that are served, each with its standard' }),
  standards: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'What a standard lets its operators set, by its name', type: 'object' }),
  channels: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'Channels that run by themselves, each with settings of its own', type: 'object' }),
  limits,
  holds: group(
    z.strictObject({
      failures: whole(1, 1000, 3, 'Consecutive authentication failures after which transmissions are held'),
      hours: whole(1, 8760, 24, 'Hours that a hold lasts'),
    }),
    'What happens after repeated failures (S1 8.4, S2 7.4)',
  ),
  tokens: group(
    z.strictObject({ seconds: whole(60, 604_800, 7200, 'Seconds that a token lives') }),
    'Tokens, for the standards that know them',
  ),
  updates: group(
    z.strictObject({
      hours: whole(
        1,
        8760,
        24,
        'Hours within which each kind of data must be uploaded again (S5 5.2: daily); S1 6.4 and S2 6.6 tell their own, by the level of an application',
      ),
    }),
    'Who is late with its data',
  ),
  retention: group(
    z.strictObject({ seenDays: whole(7, 36_500, 30, 'Days that message ids and their answers are kept') }),
    'How long things are kept',
  ),
  database: group(
    z
      .strictObject({
        kind: z
          .enum(['sqlite', 'postgres'])
          .default('sqlite')
          .meta({ description: '`sqlite` lives in the data folder; `postgres` serves several processes' }),
        url: z
          .string()
          .regex(/^postgres(ql)?:\/\//, { error: 'an address that begins with postgres://' })
          .optional()
          .meta({ description: 'Address of the PostgreSQL database', secret: true }),
        poolSize: whole(2, 1000, 10, 'Connections to PostgreSQL'),
      })
      .check(checkDatabase),
    'Where records, ids and the audit log are stored',
  ),
  level: z.enum(LEVELS).optional().meta({
    description:
      'Administrative level of the platform; with it, and the level of an application, the directions of S1 Tables 1 to 4 hold for what is exchanged with the own store',
  }),
  registry,
  providers,
  rules: group(
    z.strictObject({
      folder: path('Folder with rule files that add to the built-in ones or replace them').optional(),
    }),
    'What a record looks like',
  ),
  attachments,
  seal: group(
    z
      .strictObject({
        keyFile: path(
          'File (0600) with the key that seals secrets; made in the data folder when absent',
        ).optional(),
        environment: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'the name of an environment variable' })
          .optional()
          .meta({
            description: 'Name of the environment variable that holds the key instead of a file',
            secret: true,
          }),
      })
      .check(checkSeal),
    'How secrets are kept in the database',
  ),
  log: group(
    z.strictObject({
      level: z
        .enum(['error', 'warn', 'info', 'debug'])
        .default('info')
        .meta({ description: 'Least weight of a line' }),
      format: z.literal('json').default('json').meta({ description: 'Form of a line' }),
    }),
    'The operational log, on standard error',
  ),
});

/** The whole configuration; every setting has a safe default or may be absent. */
export const configSchema = settingsSchema.transform(({ limits: { bodyBytes, ...others }, ...rest }) => ({
  ...rest,
  limits: { ...others, bodyBytes: bodyBytes ?? smallestBody(others.busilistBytes) },
}));

/** The gateway's settings, checked; paths are absolute. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;

type DeepReadonly<Value> = Value extends readonly (infer Entry)[]
  ? readonly DeepReadonly<Entry>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;

function isPlainHttpUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, search, hash } = new URL(url);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}
