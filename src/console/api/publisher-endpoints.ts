import type { Publishers } from '../../access/publishers.ts';
import type { Audit } from '../audit.ts';
import { ConsoleError } from '../console-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';

/** Publishers of the registry: list, add, renew, disable, enable. A credential appears once, when it is drawn. */
export function publisherEndpoints(publishers: Publishers, audit: Audit): readonly Endpoint[] {
  return [
    {
      method: 'get',
      path: '/publishers',
      run: async () => ({ publishers: await publishers.list() }),
    },
    {
      method: 'post',
      path: '/publishers',
      async run(call) {
        const issued = await publishers.add(call.body);
        await audit('PUBLISHER_ADDED', call, { caller: issued.publisher.name });
        return issued;
      },
    },
    {
      method: 'post',
      path: '/publishers/:name/renew',
      async run(call) {
        const issued = found(await publishers.renew(nameIn(call)));
        const detail = { members: ['credential'] };
        await audit('PUBLISHER_CHANGED', call, { caller: issued.publisher.name, detail });
        return issued;
      },
    },
    switchEndpoint(publishers, audit, 'disable'),
    switchEndpoint(publishers, audit, 'enable'),
  ];
}

function switchEndpoint(publishers: Publishers, audit: Audit, verb: 'disable' | 'enable'): Endpoint {
  return {
    method: 'post',
    path: `/publishers/:name/${verb}`,
    async run(call) {
      const publisher = found(await publishers.setEnabled(nameIn(call), verb === 'enable'));
      const detail = { members: ['enabled'], enabled: publisher.enabled };
      await audit('PUBLISHER_CHANGED', call, { caller: publisher.name, detail });
      return { publisher };
    },
  };
}

function nameIn({ parameters }: Call): string {
  return parameters['name'] ?? '';
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ConsoleError('NOT_FOUND');
  return value;
}
