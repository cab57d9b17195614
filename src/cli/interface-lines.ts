import { z } from 'zod';

/** An interface as the admin API tells it, as far as the command line reads it; the rest is passed on. */
export const interfaceShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  state: z.string(),
  notice: z.string().optional(),
  needsTest: z.boolean(),
  settings: z.looseObject({
    kind: z.string(),
    wire: z.string(),
    edition: z.string().optional(),
    domain: z.string(),
    addresses: z.array(z.string()),
    account: z.looseObject({ appid: z.string(), sign: z.looseObject({ profile: z.string() }) }).optional(),
    mount: z.object({ service: z.string(), interFlag: z.string() }).optional(),
  }),
  registered: z
    .looseObject({
      level: z.string().optional(),
      regions: z.array(z.string()),
      codes: z.array(z.object({ pattern: z.string() })),
      endpoints: z.array(z.string()),
    })
    .optional(),
  report: z
    .object({
      at: z.string(),
      passed: z.boolean(),
      checks: z.array(
        z.object({
          check: z.string(),
          subject: z.string(),
          passed: z.boolean(),
          reason: z.string().optional(),
        }),
      ),
      notes: z.array(z.string()).optional(),
    })
    .optional(),
  ownPublicKey: z.string().optional(),
});

export type ShownInterface = z.output<typeof interfaceShape>;

/** One line for a list. */
export function interfaceLine({ id, name, version, state, settings, needsTest }: ShownInterface): string {
  const what = settings.edition ?? settings.kind;
  return `${id}  ${what}  ${settings.wire}  ${state}${needsTest ? ' (to be tested)' : ''}  ${name} ${version}`;
}

/** The settings of an interface, what the registry says of it and its last test, a line each. */
export function interfaceLines(one: ShownInterface): string[] {
  const { settings, registered, report } = one;
  const { account, mount, addresses } = settings;
  return [
    `${one.id}: ${one.name} ${one.version}`,
    `state: ${one.state}${one.notice ? `, callers are told: ${one.notice}` : ''}`,
    `speaks: ${settings.edition ?? settings.kind} by ${settings.wire}, ${settings.domain} domain`,
    ...(account ? [`account: ${account.appid}, ${account.sign.profile}`] : []),
    ...(one.ownPublicKey ? [`public key of the gateway there: ${one.ownPublicKey}`] : []),
    mount
      ? `offered at: /${mount.service}/${mount.interFlag}`
      : `serves: ${addresses.join(' ') || 'all addresses'}`,
    ...(registered ? registeredLines(registered) : ['registry: it has no such service any more']),
    ...(report ? reportLines(report) : ['test: none yet']),
    ...(one.needsTest ? [`next: tonggui interface test ${one.id}`] : []),
  ];
}

function registeredLines({ level, regions, codes, endpoints }: NonNullable<ShownInterface['registered']>) {
  return [
    ...(level ? [`level: ${level}`] : []),
    `regions: ${regions.map((prefix) => prefix.padEnd(6, '0')).join(' ') || 'all'}`,
    ...(codes.length > 0 ? [`codes: ${codes.map(({ pattern }) => pattern).join(' ')}`] : []),
    ...endpoints.map((url) => `endpoint: ${url}`),
  ];
}

/** What a test found, each check a line. */
export function reportLines({
  at,
  passed,
  checks,
  notes = [],
}: NonNullable<ShownInterface['report']>): string[] {
  return [
    `test: ${passed ? 'passed' : 'failed'} at ${at}`,
    ...checks.map(
      ({ check, subject, passed: well, reason }) =>
        `  ${well ? 'passed' : 'failed'}: ${check} ${subject}${reason ? `: ${reason}` : ''}`,
    ),
    ...notes.map((note) => `  note: ${note}`),
  ];
}
