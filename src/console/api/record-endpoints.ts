import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Applications } from '../../access/applications.ts';
import { parseInput } from '../../access/faults.ts';
import { inNetworks } from '../../access/in-networks.ts';
import { actsFor } from '../../access/operator.ts';
import type { Application } from '../../envelope/application.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import { FILE_FORMATS, FILE_LIMITS } from '../../record-files/record-file.ts';
import { templateSheet } from '../../record-files/template-sheet.ts';
import { ConsoleError } from '../console-error.ts';
import type { Call, Endpoint } from '../endpoint.ts';
import { enteredFile } from '../records/enter-record.ts';
import { exchangeFile } from '../records/exchange-file.ts';
import { EXPORT_MOST, exportRecords } from '../records/export-records.ts';
import { fileContent } from '../records/file-content.ts';
import type { RecordGate } from '../records/record-gate.ts';
import { tellOutcome, tellReport, tellUnwritable } from '../records/tell-outcome.ts';

/** In a query, members of the message stand behind this. */
const MEMBER = 'member.';
const text = z.string().max(4096);

const chosen = z.strictObject({
  operation: z.string().min(1).max(64),
  members: z.record(z.string().max(64), text).default({}),
  messageId: z.uuid().default(() => randomUUID()),
});
const chosenFile = z.preprocess(nestMembers, chosen.extend({ name: z.string().min(1).max(255) }));
const texts = z.record(z.string().max(64), z.string().max(FILE_LIMITS.cell));
const entry = chosen.extend({ record: texts });
const question = chosen.extend({ criteria: texts.default({}), format: z.enum(FILE_FORMATS) });
/** XML has no columns that an empty file could show. */
const template = z.strictObject({ kind: z.string().max(64), format: z.enum(['csv', 'txt', 'xlsx']) });

/** Files of records in the name of an application: taken in, entered by hand, given out. */
export function recordEndpoints(applications: Applications, gate: RecordGate): readonly Endpoint[] {
  return [
    {
      method: 'get',
      path: '/records',
      entry: 'own',
      run: async (call) => ({ applications: offered(applications, call) }),
    },
    {
      method: 'get',
      path: '/applications/:id/records',
      entry: 'application',
      run: async (call) => ({ forms: gate.forms(find(applications, call)), exportMost: EXPORT_MOST }),
    },
    {
      method: 'post',
      path: '/applications/:id/records/import',
      entry: 'application',
      body: 'file',
      async run(call) {
        const application = find(applications, call);
        const { name, ...choice } = parseInput(chosenFile, call.query);
        const file = { name, mediaType: '', bytes: call.body as Buffer };
        const exchanged = await exchangeFile(gate, application, call, { file, ...choice });
        return { ...tellOutcome(exchanged.reply), report: await tellReport(file, exchanged) };
      },
    },
    {
      method: 'post',
      path: '/applications/:id/records/enter',
      entry: 'application',
      async run(call) {
        const application = find(applications, call);
        const { record, ...choice } = parseInput(entry, call.body);
        return tellUnwritable(async () => {
          const file = await enteredFile(record);
          const { reply } = await exchangeFile(gate, application, call, { file, ...choice });
          return tellOutcome(reply);
        });
      },
    },
    {
      method: 'post',
      path: '/applications/:id/records/export',
      entry: 'application',
      async run(call) {
        const application = find(applications, call);
        const asked = parseInput(question, call.body);
        return tellUnwritable(() => exportRecords(gate, application, call, asked));
      },
    },
    {
      method: 'get',
      path: '/applications/:id/records/template',
      entry: 'application',
      async run(call) {
        const { kind: name, format } = parseInput(template, call.query);
        const kind = gate.forms(find(applications, call))?.kinds.find((one) => one.name === name);
        if (!kind) throw new ConsoleError('NOT_FOUND');
        const sheet = templateSheet(kind.title, kind.fields);
        return { file: await fileContent(`${kind.title}-模板`, format, sheet) };
      },
    },
  ];
}

/** In whose names the caller may exchange records, and what stands in their way; no settings of theirs. */
function offered(applications: Applications, { actor, peer }: Call) {
  return applications
    .list()
    .filter(
      ({ id, enabled }) => enabled && (actor?.kind !== 'operator' || actsFor(actor.account.operator, id)),
    )
    .map(({ id, name, networks, certificate, password }) => ({
      id,
      name,
      peer,
      denied: !inNetworks(networks, peer),
      demanding: certificate !== undefined || password !== undefined,
    }));
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
