import type { Writable } from 'node:stream';
import { createLogger, format, transports } from 'winston';
import { redact } from './redact.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export type LogFacts = Readonly<Record<string, unknown>>;

/** Lines for operators: JSON, one a line, without secrets and personal numbers. The audit is elsewhere. */
export interface OperationalLog {
  log(level: LogLevel, message: string, facts?: LogFacts): void;
  /** Resolves once everything is written. */
  close(): Promise<void>;
}

/** Writes to standard error unless told otherwise, so that standard output stays the command's answer. */
export function createOperationalLog(options: {
  readonly level: LogLevel;
  readonly stream?: Writable;
}): OperationalLog {
  const logger = createLogger({
    level: options.level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: format.combine(format.timestamp(), format.json()),
    transports: [new transports.Stream({ stream: options.stream ?? process.stderr, eol: '\n' })],
  });
  return {
    log: (level, message, facts = {}) => {
      logger.log({ ...redactFacts(facts), level, message: redactText(message) });
    },
    close: () =>
      new Promise((resolve) => {
        logger.once('finish', () => resolve());
        logger.end();
      }),
  };
}

function redactFacts(facts: LogFacts): Record<string, unknown> {
  return redact(facts) as Record<string, unknown>;
}

function redactText(text: string): string {
  return String(redact(text));
}
