import { z } from 'zod';
import { viewOf } from '../../access/application-view.ts';
import type { Applications } from '../../access/applications.ts';
import type { Built } from '../../access/build-application.ts';
import { parseInput } from '../../access/faults.ts';
import type { Application } from '../../envelope/application.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Audit } from '../audit.ts';
import type { Call, Endpoint } from '../endpoint.ts';

/** How long an old key stays valid when nobody says otherwise, and at most: hours. */
const OVERLAP = { usual: 7 * 24, longest: 90 * 24 };

const rotation = z.strictObject({
  key: z.string().optional(),
  overlapHours: z.number().min(0).max(OVERLAP.longest).default(OVERLAP.usual),
});

/** Applications: list, show, add, change, rotate, disable, enable. Secrets appear once, when they are drawn. */
export function applicationEndpoints(applications: Applications, audit: Audit): readonly Endpoint[] {
  const one = (call: Call): Application => find(applications, call);
  return [
    {
      method: 'get',
      path: '/applications',
      run: async () => ({ applications: applications.list().map(viewOf) }),
    },
    { method: 'get', path: '/applications/:id', run: async (call) => ({ application: viewOf(one(call)) }) },
    {
      method: 'post',
      path: '/applications',
      async run(call) {
        const built = await applications.add(call.body);
        const { id: caller, standard, sign } = built.application;
        await audit('APPLICATION_ADDED', call, { caller, detail: { standard, profile: sign.profile } });
        return told(built);
      },
    },
    {
      method: 'patch',
      path: '/applications/:id',
      async run(call) {
        const built = await applications.update(one(call).id, parseInput(z.looseObject({}), call.body));
        const detail = { members: Object.keys(call.body as object) };
        await audit('APPLICATION_CHANGED', call, { caller: built.application.id, detail });
        return told(built);
      },
    },
    {
      method: 'post',
      path: '/applications/:id/rotate',
      async run(call) {
        const { key, overlapHours } = parseInput(rotation, call.body ?? {});
        const notAfter = new Date(Date.now() + overlapHours * 3_600_000).toISOString();
        const built = await applications.rotate(one(call).id, {
          ...(key !== undefined && { key }),
          notAfter,
        });
        await audit('APPLICATION_ROTATED', call, { caller: built.application.id, detail: { notAfter } });
        return told(built);
      },
    },
    {
      method: 'post',
      path: '/applications/:id/disable',
      async run(call) {
        const application = await applications.setEnabled(one(call).id, false);
        await audit('APPLICATION_DISABLED', call, { caller: application.id });
        return { application: viewOf(application) };
      },
    },
    {
      method: 'post',
      path: '/applications/:id/enable',
      async run(call) {
        const application = await applications.setEnabled(one(call).id, true);
        await audit('APPLICATION_CHANGED', call, {
          caller: application.id,
          detail: { members: ['enabled'] },
        });
        return { application: viewOf(application) };
      },
    },
  ];
}

function find(applications: Applications, { parameters }: Call): Application {
  const application = applications.find(parameters['id'] ?? '');
  if (!application) throw new ExchangeError('UNKNOWN_APPLICATION');
  return application;
}

function told({ application, issued }: Built) {
  return { application: viewOf(application), issued };
}
