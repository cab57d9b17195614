import { z } from 'zod';
import { parseInput } from '../../access/faults.ts';
import { weakProfileWarning } from '../../access/weak-profile.ts';
import type { Application } from '../../envelope/application.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Audit } from '../audit.ts';
import { ConsoleError } from '../console-error.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ConsoleOptions } from '../parts.ts';
import { type RuleState, ruleStates } from '../rule-states.ts';
import { searchLog } from '../search-log.ts';

const tuple = z.strictObject({
  caller: z.string().max(200),
  peer: z.string().max(200),
  business: z.string().max(200),
});

const clinic = z.strictObject({
  appid: z.string().max(200),
  /** The JSON text as sent: its exact characters are what is signed. */
  request: z
    .string()
    .max(1 << 20)
    .refine(isJson, { error: 'the JSON text of the request, as it was sent' }),
  sign: z
    .string()
    .max(1 << 21)
    .optional(),
});

/** Watching and mending: overview, holds, rules, updates, interface log, sign clinic. */
export function operationEndpoints(options: ConsoleOptions, audit: Audit): readonly Endpoint[] {
  const { applications, holds, rules, updates } = options;
  return [
    { method: 'get', path: '/overview', run: () => overview(options) },
    { method: 'get', path: '/holds', run: async () => ({ holds: holds.list() }) },
    {
      method: 'post',
      path: '/holds/release',
      async run(call) {
        const wanted = parseInput(tuple, call.body);
        if (!(await holds.release(wanted))) throw new ConsoleError('NOT_FOUND');
        const { caller, peer, business } = wanted;
        await audit('HOLD_RELEASED', call, { caller, business, detail: { heldPeer: peer } });
        return { holds: holds.list() };
      },
    },
    { method: 'get', path: '/rules', run: async () => ({ rules: ruleStates(options) }) },
    {
      method: 'post',
      path: '/rules/reload',
      async run(call) {
        await rules.reload();
        const status = rules.status();
        const disabled = status.filter(({ state }) => state === 'disabled').length;
        await audit('RULES_CHANGED', call, { detail: { files: status.length, disabled } });
        return { rules: ruleStates(options) };
      },
    },
    { method: 'get', path: '/updates', run: async () => ({ updates: await updates.list() }) },
    {
      method: 'get',
      path: '/breakers',
      run: async () => ({ breakers: options.breakers?.() ?? [] }),
    },
    { method: 'get', path: '/log', run: (call) => searchLog(options.database, call.query) },
    {
      method: 'post',
      path: '/clinic',
      async run(call) {
        const { appid, request, sign } = parseInput(clinic, call.body);
        const application = applications.find(appid);
        if (!application) throw new ExchangeError('UNKNOWN_APPLICATION');
        return { verdict: await options.explain(application, request, sign) };
      },
    },
  ];
}

function warningOf(application: Application) {
  const message = weakProfileWarning(application);
  return message ? [{ application: application.id, profile: application.sign.profile, message }] : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What the gateway does as an exchange platform: whom it asks, and what its registry holds. */
function platformOf({ interfaces, breakers, registry }: ConsoleOptions) {
  if (!interfaces) return {};
  const all = interfaces.list();
  const open = breakers?.().filter(({ state }) => state !== 'closed') ?? [];
  return {
    interfaces: {
      total: all.length,
      enabled: all.filter(({ state }) => state === 'enabled').length,
      conflicts: interfaces.conflicts().length,
      breakers: open,
    },
    registry: registry?.size(),
  };
}

async function overview(options: ConsoleOptions) {
  const { applications, holds, updates, metrics, channels, about } = options;
  const watched = await updates.list();
  const all = applications.list();
  const states = ruleStates(options);
  const count = (wanted: RuleState['state']) => states.filter(({ state }) => state === wanted).length;
  return {
    about,
    exchanges: await metrics.totals(),
    applications: { total: all.length, enabled: all.filter(({ enabled }) => enabled).length },
    holds: holds.list().length,
    rules: { total: states.length, disabled: count('disabled'), unreachable: count('unreachable') },
    channels: [...channels()].map(([name, channel]) => ({
      name,
      address: channel.address,
      ...channel.health(),
    })),
    ...platformOf(options),
    updates: { total: watched.length, late: watched.filter(({ late }) => late).length },
    warnings: all.filter(({ enabled }) => enabled).flatMap(warningOf),
  };
}
