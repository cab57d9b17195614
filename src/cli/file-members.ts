import type { Command } from 'commander';
import type { Sheet } from '../record-files/record-file.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { gather } from './options.ts';

const MEMBER = /^([A-Za-z0-9_]{1,64})=(.+)$/s;

/** Adds `--member`, which tells a member of the message for the head of a file. */
export function withMembers(target: Command, description: string): Command {
  return target.option('--member <name=value>', `${description} (repeatable)`, gather);
}

/** The head that `--member` tells. */
export function memberHead(members: readonly string[] = []): Sheet['head'] {
  const head = members.map(memberOf);
  if (new Set(head.map(([name]) => name)).size < head.length)
    throw new CommandError(EXIT.usage, '--member names a member twice');
  return head;
}

function memberOf(text: string): readonly [string, string] {
  const [, name, value] = MEMBER.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new CommandError(EXIT.usage, '--member must be name=value, the name of letters, digits and _');
}
