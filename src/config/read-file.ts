import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { ConfigurationError } from './configuration-error.ts';
import { systemCode } from './system-code.ts';
import { isTree, type Tree, withoutNulls } from './tree.ts';

/** Reads a YAML file of settings. Throws ConfigurationError with line and column, never with the line itself. */
export function readFile(file: string): Tree {
  const lines = new LineCounter();
  const document = parseDocument(textOf(file), { prettyErrors: false, lineCounter: lines });
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => {
    const { line, col } = lines.linePos(pos[0]);
    return `${file}, line ${line}, column ${col}: ${message}`;
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return treeOf(file, () => document.toJS({ maxAliasCount: 100 }) as unknown);
}

function treeOf(file: string, read: () => unknown): Tree {
  let value: unknown;
  try {
    value = read() ?? {};
  } catch {
    throw new ConfigurationError([`${file}: expected settings, got too many aliases`]);
  }
  if (!isTree(value))
    throw new ConfigurationError([`${file}: expected settings by name, got something else`]);
  return withoutNulls(value);
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = systemCode(error);
    const why =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'bytes that are not UTF-8' : `an error (${code})`;
    throw new ConfigurationError([`${file}: expected a readable configuration file, got ${why}`]);
  }
}
