/** What a script can tell from a command's end. */
export const EXIT = {
  ok: 0,
  /** The other side said no, an answer was not genuine, or a log is damaged. */
  refused: 1,
  /** Wrong arguments, input or configuration: nothing was tried. */
  usage: 2,
  /** Nobody answered. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
