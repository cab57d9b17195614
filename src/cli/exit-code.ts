/** What a script can tell from a command's end; docs/command-line.md tells the same. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not succeed: the other side or the machine refused, an answer is not genuine, a log is damaged. */
  refused: 1,
  /** What was written is wrong (arguments, input, configuration): nothing was tried, and trying again changes nothing. */
  usage: 2,
  /** Nobody answered, or who answered cannot serve at present: trying again later may help. */
  unreachable: 3,
  /** 128 and SIGPIPE: whoever read the output stopped reading. */
  unread: 141,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
