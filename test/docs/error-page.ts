import { ERROR_CODES, type ErrorKind } from '../../src/envelope/error-code.ts';
import { ADVICE } from '../../src/standards/special-equipment/reply-codes.ts';

const KINDS: Readonly<Record<ErrorKind, string>> = {
  transport: 'No standard can answer it: its HTTP status always shows; a Fault in SOAP.',
  format: "A readable message with wrong members: HTTP 200 in the standard's shape; a Fault in SOAP.",
  authentication: "The sender is not who it says: HTTP 200 in the standard's shape; a Fault in SOAP.",
  refusal: "The standard's own no: HTTP 200 with result 0000, a normal answer in SOAP too.",
  failure: 'Ours: its HTTP status always shows; a Receiver (Server) Fault in SOAP.',
};

/** docs/errors.md as the list of codes gives it. */
export function renderErrorPage(): string {
  const sections = (Object.keys(KINDS) as ErrorKind[]).map((kind) => {
    const rows = Object.entries(ERROR_CODES)
      .filter(([, facts]) => facts.kind === kind)
      .map(([code, facts]) => {
        const advice = ADVICE[code as keyof typeof ERROR_CODES];
        return `| \`${code}\` | ${facts.status} | ${facts.message} | ${facts.meaning} | ${advice} |`;
      });
    return `## ${kind}\n\n${KINDS[kind]}\n\n| code | status | 说明 | meaning | then |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Errors

The closed list of \`src/envelope/error-code.ts\`. The status shows always for \`transport\` and \`failure\`, and for
the others only to applications set to \`httpStatus: semantic\`. "then": \`fix\` the message first, \`resend\` the same
one with the same \`random\`, or \`wait\` as \`Retry-After\` says.

${sections.join('\n')}`;
}
