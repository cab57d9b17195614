import type { SpokenService } from '../../envelope/channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import { standardMisfit } from '../../envelope/standard-misfit.ts';
import { readTemplate } from './name-template.ts';
import type { FolderSettings } from './settings.ts';

type Wanted = Pick<FolderSettings, 'standard' | 'operation' | 'members' | 'fileName'>;

/** What of a folder's settings no service has, each by its path. */
export function serviceMisfits(wanted: Wanted, services: readonly SpokenService[]): readonly string[] {
  const service = services.find(({ standard }) => standard === wanted.standard);
  if (!service) return [standardMisfit(wanted.standard, services)];
  const inFiles = service.operations.filter((operation) => operation.inFiles);
  const operation = askedOperation(wanted, service);
  if (operation) return [...memberMisfits(wanted, operation)];
  if (inFiles.length === 0)
    return [
      `.standard: expected a standard whose messages stand in files, got ${JSON.stringify(wanted.standard)}`,
    ];
  const there = `an operation of ${wanted.standard} that stands in files (${namesOf(inFiles)})`;
  const got = wanted.operation === undefined ? 'none' : JSON.stringify(wanted.operation);
  return [`.operation: expected ${there}, got ${got}`];
}

/** The operation that the settings name, or the only one that has records. */
export function askedOperation(
  { operation }: Pick<Wanted, 'operation'>,
  { operations }: SpokenService,
): Operation | undefined {
  const inFiles = operations.filter((candidate) => candidate.inFiles);
  if (operation !== undefined) return inFiles.find(({ name }) => name === operation);
  const withRecords = inFiles.filter(({ inFiles: form }) => form?.rows !== undefined);
  return withRecords.length === 1 ? withRecords[0] : undefined;
}

/** Fixed members and those of names must be the operation's, and not its records. */
function* memberMisfits({ members, fileName }: Wanted, { name, input, inFiles }: Operation) {
  const known = Object.keys(input.shape).filter((member) => member !== inFiles?.rows);
  const fits = (member: string) =>
    known.includes(member) || (input.def.catchall !== undefined && member !== inFiles?.rows);
  const expected = `expected a member of ${name} (${known.join(', ')})`;
  for (const member of Object.keys(members).filter((one) => !fits(one)))
    yield `.members.${member}: ${expected}`;
  const named = fileName === undefined ? [] : (readTemplate(fileName)?.members ?? []);
  for (const member of named.filter((one) => !fits(one)))
    yield `.fileName: ${expected}, got ${JSON.stringify(member)}`;
}

function namesOf(operations: readonly Operation[]): string {
  return operations.map(({ name }) => name).join(', ');
}
