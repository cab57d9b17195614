import { z } from 'zod';
import { parseInput } from '../../access/faults.ts';
import type { AuditEvent } from '../../envelope/audit-entry.ts';
import type { Interface } from '../../providers/interface.ts';
import { viewOf } from '../../providers/interface-view.ts';
import type { Interfaces } from '../../providers/open-interfaces.ts';
import type { Audit } from '../audit.ts';
import { ConsoleError } from '../console-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';

/** Callers read it in the answer, so it is one line of text. */
const stopping = z.strictObject({
  notice: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}]*$/u, { error: 'one line of text' }),
});

/** Interfaces of providers: list, show, set up, change, test, enable, stop with a notice, retire, conflicts. */
export function interfaceEndpoints(interfaces: Interfaces, audit: Audit): readonly Endpoint[] {
  const idOf = ({ parameters }: Call): string => {
    const one = interfaces.get((parameters['id'] ?? '').toLowerCase().replace(/^uuid:/, ''));
    if (!one) throw new ConsoleError('NOT_FOUND');
    return one.id;
  };
  const told = (one: Interface) => ({ interface: viewOf(one, interfaces) });
  const noted = async (event: AuditEvent, call: Call, one: Interface, detail: object) => {
    await audit(event, call, { detail: { interface: one.id, state: one.state, ...detail } });
    return told(one);
  };
  const step = (name: string, run: (id: string, call: Call) => Promise<Interface>): Endpoint => ({
    method: 'post',
    path: `/interfaces/:id/${name}`,
    run: async (call) => noted('INTERFACE_CHANGED', call, await run(idOf(call), call), { step: name }),
  });
  return [
    {
      method: 'get',
      path: '/interfaces',
      run: async () => ({ interfaces: interfaces.list().map((one) => viewOf(one, interfaces)) }),
    },
    {
      method: 'get',
      path: '/interfaces/conflicts',
      run: async () => ({ conflicts: interfaces.conflicts() }),
    },
    {
      method: 'get',
      path: '/interfaces/:id',
      run: async (call) => told(interfaces.get(idOf(call))!),
    },
    {
      method: 'post',
      path: '/interfaces',
      async run(call) {
        const one = await interfaces.add(call.body);
        const { kind, edition, wire } = one.written;
        return noted('INTERFACE_ADDED', call, one, { kind, edition, wire });
      },
    },
    {
      method: 'patch',
      path: '/interfaces/:id',
      async run(call) {
        const one = await interfaces.update(idOf(call), parseInput(z.looseObject({}), call.body));
        return noted('INTERFACE_CHANGED', call, one, { members: Object.keys(call.body as object) });
      },
    },
    step('test', (id) => interfaces.test(id)),
    step('enable', (id) => interfaces.enable(id)),
    step('stop', (id, { body }) => interfaces.stop(id, parseInput(stopping, body).notice)),
    step('retire', (id) => interfaces.retire(id)),
  ];
}
