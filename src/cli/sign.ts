import type { Command } from 'commander';
import { explainSign } from '../crypto/explain-sign.ts';
import { sign } from '../crypto/sign-profiles.ts';
import { signedFields } from '../crypto/sign-request.ts';
import type { SignSettings } from '../envelope/application.ts';
import type { Member } from '../envelope/raw-message.ts';
import { REQUEST_SIGNED } from '../standards/special-equipment/members.ts';
import { readMembers } from '../text/json.ts';
import { TextError } from '../text/text-error.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { command, type SignOptions, withSign } from './options.ts';
import { readInput, readSecret, refuseSharedInput } from './read-input.ts';
import { signSettings } from './sign-settings.ts';
import { print, type Terminal } from './terminal.ts';

interface Options extends SignOptions {
  readonly json?: boolean;
  readonly explain?: boolean;
  readonly publicKey?: string;
}

/** `tonggui sign`: prints the sign of a request, or says what is wrong with the one that it carries. */
export function signCommand({ terminal, finish }: CommandContext): Command {
  return withSign(
    command('sign', 'Print the sign of a request, which is read as JSON from standard input', [
      'tonggui sign --profile MD5 --secret-from secret.txt < request.json',
      'tonggui sign --explain --profile SM4 --secret-from secret.txt < request-with-sign.json',
    ]),
  )
    .option('--explain', 'the sign clinic: say which variant made the sign that the request carries')
    .option('--public-key <hex>', "SM2: the signer's public key, for --explain")
    .action(async (options: Options) => {
      refuseSharedInput(['-', options.secretFrom], 'the request and the secret');
      const secret = await readSecret(terminal, options.secretFrom, 'the secret');
      const request = await readRequest(await readInput(terminal, '-', 'the request'));
      const settings = signSettings(options, secret, options.publicKey);
      if (options.explain) return finish(explain(terminal, request, settings, options.json));
      const made = sign(signedFields(request, REQUEST_SIGNED), settings);
      print(terminal, options.json, { sign: made }, [made]);
    });
}

function explain(
  terminal: Terminal,
  request: ReadonlyMap<string, Member>,
  settings: SignSettings,
  json: boolean | undefined,
): ExitCode {
  const given = request.get('sign');
  if (given?.kind !== 'text') throw new CommandError(EXIT.usage, 'the request carries no sign to explain');
  const written = [...request]
    .filter(([, { kind }]) => kind === 'json')
    .map(([name, { text }]) => [name, text]);
  const sources = Object.fromEntries(written) as Record<string, string>;
  const found = explainSign(signedFields(request, REQUEST_SIGNED), given.text, settings, { sources });
  print(terminal, json, found, [found.advice]);
  return found.verdict === 'match' ? EXIT.ok : EXIT.refused;
}

/** The members of a request; all that a sign covers must be there. */
export function readRequest(text: string): ReadonlyMap<string, Member> {
  const members = membersOf(text);
  const missing = REQUEST_SIGNED.filter((name) => !members.has(name));
  if (missing.length > 0) throw new CommandError(EXIT.usage, `the request lacks ${missing.join(', ')}`);
  return members;
}

function membersOf(text: string): ReadonlyMap<string, Member> {
  try {
    return readMembers(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new CommandError(EXIT.usage, `the request is no JSON object: ${error.message}`);
  }
}
