import { z } from 'zod';

/** An application as the admin API tells it, as far as the command line reads it; the rest is passed on. */
export const applicationShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  standard: z.string(),
  enabled: z.boolean(),
  sign: z.looseObject({ profile: z.string(), order: z.string() }),
  grants: z.array(z.string()),
  networks: z.array(z.string()),
  keys: z.array(z.object({ notAfter: z.string().optional() })),
  warning: z.string().optional(),
});

/** What the gateway drew for an application and tells only once. */
export const issuedShape = z.object({
  issued: z.object({
    secret: z.string().optional(),
    cipherKey: z.string().optional(),
    ownPublicKey: z.string().optional(),
  }),
});

/** The settings of an application, a line each. */
export function applicationLines(application: z.infer<typeof applicationShape>): string[] {
  const { sign, keys, grants, networks, warning, ...rest } = application;
  return [
    ...Object.entries(rest).map(([name, value]) => `${name}: ${shown(value)}`),
    `sign: ${sign.profile}, order ${sign.order}`,
    `keys: ${keys.map(({ notAfter }) => (notAfter ? `one until ${notAfter}` : 'one')).join(', ')}`,
    `grants: ${grants.join(' ') || 'none'}`,
    `networks: ${networks.join(' ') || 'any'}`,
    ...(warning === undefined ? [] : [`warning: ${warning}`]),
  ];
}

/** What was issued, each with its name; shown this once. */
export function issuedLines({
  secret,
  cipherKey,
  ownPublicKey,
}: z.infer<typeof issuedShape>['issued']): string[] {
  return [
    ...(secret === undefined ? [] : [`secret, shown only now: ${secret}`]),
    ...(cipherKey === undefined ? [] : [`cipher key, shown only now: ${cipherKey}`]),
    ...(ownPublicKey === undefined ? [] : [`public key of the gateway's answers: ${ownPublicKey}`]),
  ];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
