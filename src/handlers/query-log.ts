import type { Instruction } from '../envelope/envelope.ts';
import type { HandlerContext, Work } from '../envelope/handler.ts';

type LogInstruction = Extract<Instruction, { kind: 'log' }>;

/** Action 04 with queryType "log": the caller's own interface log, newest first. */
export async function queryLog({ criteria, paging }: LogInstruction, context: HandlerContext): Promise<Work> {
  const { rows, page } = await context.reads.log({ caller: context.application.id, criteria, paging });
  return { changes: [], answer: () => ({ log: rows, page }) };
}
