import { redact } from '../assembly/redact.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Config } from '../config/schema.ts';
import { CommandError } from './command-error.ts';
import { effectiveParts } from './effective-parts.ts';
import { EXIT } from './exit-code.ts';
import { explainDatabase } from './explain-database.ts';

/** What a system error says beside its message. */
interface Facts {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly path?: unknown;
  readonly port?: unknown;
  readonly errcode?: unknown;
}

/** Why the gateway could not start: one line that names the setting and what to do. A defect stays as it is. */
export function explainStart(error: unknown, config: Config): unknown {
  if (error instanceof ConfigurationError || error instanceof CommandError) return error;
  const facts: Facts = Object(error);
  const code = String(facts.code ?? '');
  if (facts.syscall === 'listen') return explainListen(code, facts.port, config);
  if (typeof facts.path === 'string' && facts.path.startsWith(config.data))
    return failed(
      `data: ${facts.path} cannot be used (${code}); it must belong to the user that runs the gateway, on a disk with room`,
    );
  if (config.database.kind === 'postgres' && facts.path === undefined) {
    const told = explainDatabase(error, config.database.url!);
    if (told) return told;
  }
  if (facts.errcode !== undefined)
    return failed(`the database in data, ${config.data}, cannot be used: ${messageOf(error)}`);
  // A defect is told with its place; what our own parts refuse is a sentence.
  if (!(error instanceof Error) || error.name !== 'Error') return error;
  return failed(`the gateway cannot start: ${messageOf(error)}`);
}

const LISTEN: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'is not allowed; one below 1024 needs a right of its own (CAP_NET_BIND_SERVICE)',
  EADDRNOTAVAIL: 'cannot be opened, because this machine does not have the address of its host setting',
};

function explainListen(code: string, port: unknown, config: Config): CommandError {
  const ports = [
    { path: 'exchange.port', value: config.exchange.port, option: '--port' },
    { path: 'admin.port', value: config.admin.port, option: '--admin-port' },
    ...effectiveParts(config).filter(({ path }) => /^channels\.[^.]+\.port$/.test(path)),
  ].filter(({ value }) => value === port);
  const named = ports.map(({ path }) => path).join(' or ') || 'a port';
  const options = ports.flatMap((one) => ('option' in one ? [one.option] : []));
  const instead = options.length > 0 ? `, or give ${options.join(' or ')}` : '';
  const why = LISTEN[code] ?? 'cannot be opened';
  return failed(`${named}: ${String(port)} ${why} (${code}); free it, or change the setting${instead}`);
}

function failed(message: string): CommandError {
  return new CommandError(EXIT.refused, message);
}

function messageOf(error: unknown): string {
  return String(redact(String(Object(error).message ?? error)));
}
