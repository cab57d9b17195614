import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

/** What a command says of the message that a file's records go into. */
export interface SaidOfMessage {
  /** Members by name; undefined where the command leaves it open. */
  readonly members: Readonly<Record<string, string | undefined>>;
  /** The member that is the message's id. */
  readonly id: string;
  /** The member that the records are. */
  readonly rows: string;
}

/**
 * The id of the message that a file's head names: sent otherwise, the same message is still answered once. Refuses a
 * head that says other things than the command, and records that only the gateway can read.
 */
export function messageId(
  head: ReadonlyMap<string, string>,
  { members, id, rows }: SaidOfMessage,
): string | undefined {
  if (head.has(rows))
    throw new CommandError(EXIT.usage, `the head of the file holds ${rows}: only the gateway can read it`);
  for (const [name, said] of Object.entries(members))
    if (said !== undefined && head.has(name) && head.get(name) !== said)
      throw new CommandError(EXIT.usage, `the head of the file names another ${name} than the command`);
  return members[id] ?? head.get(id);
}
