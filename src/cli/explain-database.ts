import { redact } from '../assembly/redact.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

/** What PostgreSQL says and what to do about it, by SQLSTATE or its class. */
const SAID: readonly (readonly [state: RegExp, text: string])[] = [
  [/^28/, 'refuses the sign-in: correct user and password in database.url, or the pg_hba.conf of the server'],
  [/^3D000$/, 'has no such database: create it, or correct database.url'],
  [/^57P03$/, 'does not take connections yet: try again when it has started'],
  [/^53300$/, 'has no connection left: raise its max_connections, or lower database.poolSize'],
  [/^42501$/, 'does not let its user make tables: grant CREATE on the schema'],
];

/** Node's own checks, which are about other things than a connection. */
const NOT_OF_A_CONNECTION = /^ERR_(?!TLS_CERT)/;
/** Of Node, neither ERR_ nor the ER_ with which MySQL answers, and of the driver where it gives no code. */
const SILENT_CODE = /^E(?!RR?_)[A-Z_]{3,}$/;
const SILENT_TEXT = /timeout|terminated/i;

/** Why the PostgreSQL at an address cannot be used, naming it without its password; undefined if it is not at fault. */
export function explainDatabase(error: unknown, url: string): CommandError | undefined {
  const { code, message = '' }: { readonly code?: unknown; readonly message?: unknown } = Object(error);
  const place = `database.url ${placeOf(url)}`;
  const others =
    code === undefined ? !SILENT_TEXT.test(String(message)) : NOT_OF_A_CONNECTION.test(String(code));
  if (others) return undefined;
  if (isSilent(error)) {
    const why = String(code ?? redact(String(message)));
    return new CommandError(
      EXIT.unreachable,
      `${place} does not answer (${why}): start PostgreSQL there, or correct database.url (TONGGUI_DATABASE_URL)`,
    );
  }
  const said = SAID.find(([state]) => state.test(String(code)))?.[1];
  const text = said ?? `cannot be used: ${String(redact(String(message)))}`;
  return new CommandError(EXIT.refused, `${place} (${String(code)}) ${text}`);
}

/** Whether a server did not answer at all. */
export function isSilent(error: unknown): boolean {
  const { code, message = '' }: { readonly code?: unknown; readonly message?: unknown } = Object(error);
  return code === undefined ? SILENT_TEXT.test(String(message)) : SILENT_CODE.test(String(code));
}

/** Server and database of an address. A password may stand before the host or among the parameters: neither is told. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return '(an address that cannot be read)';
  const { username, hostname, port, pathname, searchParams } = new URL(url);
  const user = username || searchParams.get('user');
  const host = hostname || searchParams.get('host') || 'localhost';
  return `${user ? `${user}@` : ''}${host}:${port || searchParams.get('port') || '5432'}${pathname}`;
}
