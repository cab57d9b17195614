import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Applications } from '../../access/applications.ts';
import { parseInput } from '../../access/faults.ts';
import type { Application } from '../../envelope/application.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';
import { exchangeFile } from '../records/exchange-file.ts';
import type { RecordGate } from '../records/record-gate.ts';
import { tellOutcome, tellReport } from '../records/tell-outcome.ts';

/** In a query, members of the message stand behind this. */
const MEMBER = 'member.';
const text = z.string().max(4096);

const chosen = z.strictObject({
  operation: z.string().min(1).max(64),
  members: z.record(z.string().max(64), text).default({}),
  messageId: z.uuid().default(() => randomUUID()),
});
const chosenFile = z.preprocess(nestMembers, chosen.extend({ name: z.string().min(1).max(255) }));

/** Files of records in the name of an application: taken in, entered by hand, given out. */
export function recordEndpoints(applications: Applications, gate: RecordGate): readonly Endpoint[] {
  return [
    {
      method: 'get',
      path: '/applications/:id/records',
      run: async (call) => ({ forms: gate.forms(find(applications, call)) }),
    },
    {
      method: 'post',
      path: '/applications/:id/records/import',
      body: 'file',
      async run(call) {
        const application = find(applications, call);
        const { name, ...choice } = parseInput(chosenFile, call.query);
        const file = { name, mediaType: '', bytes: call.body as Buffer };
        const exchanged = await exchangeFile(gate, application, call, { file, ...choice });
        return { ...tellOutcome(exchanged.reply), report: await tellReport(file, exchanged) };
      },
    },
  ];
}

function find(applications: Applications, { parameters }: Call): Application {
  const application = applications.find(parameters['id'] ?? '');
  if (!application) throw new ExchangeError('UNKNOWN_APPLICATION');
  return application;
}

function nestMembers(query: unknown): unknown {
  const entries = Object.entries(query as object);
  const members = entries.filter(([name]) => name.startsWith(MEMBER));
  return {
    ...Object.fromEntries(entries.filter(([name]) => !name.startsWith(MEMBER))),
    members: Object.fromEntries(members.map(([name, value]) => [name.slice(MEMBER.length), value])),
  };
}
