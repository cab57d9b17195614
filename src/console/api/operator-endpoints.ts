import { faulty } from '../../access/faults.ts';
import type { IssuedOperator, Operator } from '../../access/operator.ts';
import type { Audit } from '../audit.ts';
import { ConsoleError } from '../console-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';
import type { ConsoleOptions } from '../parts.ts';

type Parts = Pick<ConsoleOptions, 'operators' | 'applications'>;

/** Accounts of the console: list, add, change, reset, disable, enable. A first password appears once, when it is drawn. */
export function operatorEndpoints({ operators, applications }: Parts, audit: Audit): readonly Endpoint[] {
  return [
    { method: 'get', path: '/operators', run: async () => ({ operators: await operators.list() }) },
    {
      method: 'post',
      path: '/operators',
      async run(call) {
        checkApplications(call.body, applications);
        const issued = await operators.add(call.body);
        const { username: operator, role, applications: actsFor } = issued.operator;
        await audit('OPERATOR_ADDED', call, { detail: { operator, role, applications: actsFor } });
        return issued;
      },
    },
    {
      method: 'patch',
      path: '/operators/:username',
      async run(call) {
        checkApplications(call.body, applications);
        const operator = found(await operators.change(nameIn(call), call.body));
        await changed(audit, call, operator, { members: Object.keys(call.body as object) });
        return { operator };
      },
    },
    {
      method: 'post',
      path: '/operators/:username/reset',
      async run(call): Promise<IssuedOperator> {
        refuseSelf(call);
        const issued = found(await operators.reset(nameIn(call)));
        await changed(audit, call, issued.operator, { step: 'reset' });
        return issued;
      },
    },
    {
      method: 'post',
      path: '/operators/:username/disable',
      async run(call) {
        refuseSelf(call);
        const operator = found(await operators.setEnabled(nameIn(call), false));
        await changed(audit, call, operator, { step: 'disable' });
        return { operator };
      },
    },
    {
      method: 'post',
      path: '/operators/:username/enable',
      async run(call) {
        const operator = found(await operators.setEnabled(nameIn(call), true));
        await changed(audit, call, operator, { step: 'enable' });
        return { operator };
      },
    },
  ];
}

function changed(audit: Audit, call: Call, { username: operator }: Operator, how: object): Promise<void> {
  return audit('OPERATOR_CHANGED', call, { detail: { operator, ...how } });
}

/** What is no list of texts, the accounts refuse themselves. */
function checkApplications(body: unknown, known: Parts['applications']): void {
  const wanted: unknown = (body as { readonly applications?: unknown } | undefined)?.applications;
  if (!Array.isArray(wanted)) return;
  const faults = wanted.flatMap((id: unknown, index) =>
    typeof id !== 'string' || id === '*' || known.find(id)
      ? []
      : [{ path: `applications[${index}]`, message: 'there is no such application' }],
  );
  if (faults.length > 0) throw faulty(faults);
}

/** A stolen session must not get itself a password: one's own is changed with the current one. */
function refuseSelf(call: Call): void {
  if (call.actor?.kind === 'operator' && call.actor.name === nameIn(call))
    throw faulty([{ path: 'username', message: 'another account than your own' }]);
}

function nameIn({ parameters }: Call): string {
  return parameters['username'] ?? '';
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ConsoleError('NOT_FOUND');
  return value;
}
