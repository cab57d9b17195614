import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';

const WIDTH = 100;

/** docs/command-line.md as the commands' own help gives it. */
export function renderCommandLinePage(): string {
  const program = createProgram({} as Parameters<typeof createProgram>[0]);
  return `# Command line

\`node bin/tonggui.js COMMAND\`, or \`tonggui COMMAND\` where the package is installed. Every command has \`--help\` and
\`--json\`. Answers go to standard output, remarks, errors and logs to standard error.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | it was tried and did not succeed: refused by the gateway, the partner or the machine (a setting that the gateway does not take, a port that is taken, a full disk), an answer that is not genuine, a damaged log, a rule file that is not in use |
| 2 | what was written is wrong: options, input, configuration; nothing was tried, and trying again changes nothing |
| 3 | nobody answered, or who answered cannot serve at present; what was sent may have arrived if the message says so |
| 70 | \`serve\` alone: the disk failed to sync |
| 130, 143 | ended at once by a second SIGINT, SIGTERM |
| 141 | whoever read the output stopped reading (\`\\| head -1\`); the command ends quietly, and sends no further batch |

No secret is ever an argument, which other users of a machine can see: secrets come from a file or, for one of them,
from standard input (\`-\`).

\`app\`, \`hold\`, \`rules\`, \`updates\`, \`interface\`, \`publisher\`, \`operator\` and \`breakers\` speak to the running gateway's admin API.
They find it by \`gateway.json\` and \`admin.key\` (0600) in its data folder, so they run on the gateway's machine, as its user; what they change holds at once and is
audited. \`sign\`, \`call\`, \`file\`, \`verify-log\`, \`export-log\`, \`wsdl\`, \`openapi\`, \`table init\` and
\`config check\` need no running gateway.

\`serve\` ends with 0 at SIGTERM or SIGINT once running exchanges have ended, \`exchange.drainSeconds\` at most; a second
signal ends it at once.

${leaves(program)
  .map(([name, command]) => `## ${name}\n\n\`\`\`\n${helpOf(command)}\n\`\`\``)
  .join('\n\n')}
`;
}

function leaves(command: Command, words: readonly string[] = []): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((below) => leaves(below, [...words, below.name()]));
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return help.trimEnd();
}
