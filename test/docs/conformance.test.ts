import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface Box {
  readonly capability: string;
  readonly clause: string;
}

interface Row {
  readonly section: string;
  readonly capability: string;
  readonly code: readonly string[];
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly state: string;
  readonly note: string;
}

const STATES = ['kept', 'later', 'organisational'] as const;
const page = readFileSync('docs/conformance.md', 'utf8');
const boxes = JSON.parse(readFileSync('fixtures/conformance/boxes.json', 'utf8')) as Readonly<
  Record<string, readonly Box[]>
>;
const rows = readRows(page);

function readRows(markdown: string): readonly Row[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const lines = section.split('\n').filter((line) => line.startsWith('| '));
      return lines.slice(1).map((line) => readRow(section.split('\n')[0]!, line));
    });
}

function readRow(section: string, line: string): Row {
  const [capability, code, tests, state] = line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|')) as [string, string, string, string];
  const parts = (cell: string) => cell.split('<br>').filter((part) => part !== '');
  const [name, ...note] = state.split(': ');
  return {
    section,
    capability,
    code: parts(code).map((path) => path.replaceAll('`', '')),
    tests: parts(tests).map((test) => {
      const [file, ...title] = test.split(' › ');
      return { file: file!.replaceAll('`', ''), title: title.join(' › ') };
    }),
    state: name!,
    note: note.join(': '),
  };
}

const sources = new Map<string, string>();
function sourceOf(file: string): string {
  const known = sources.get(file) ?? readFileSync(file, 'utf8');
  sources.set(file, known);
  return known;
}

/** Whether a file has a test of this title, `it('…'` or the last argument list of `it.each(…)('…'`. */
function hasTest(file: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const text = `${quote}${title.replaceAll(quote, `\\${quote}`)}${quote}`;
    const at = sourceOf(file).indexOf(text);
    return at > 0 && /(?:\bit\(|\)\()\s*$/.test(sourceOf(file).slice(0, at));
  });
}

describe('docs/conformance.md', () => {
  it('has every box of S1, S2 and S5 and every reading, in the order of the texts, and no other', () => {
    const wanted = Object.values(boxes)
      .flat()
      .map(({ capability, clause }) => `${capability} (${clause})`);
    expect(wanted.length).toBeGreaterThan(0);
    expect(rows.map(({ capability }) => capability)).toEqual(wanted);
  });

  it('names no state but its three, and counts them truly', () => {
    expect(rows.filter(({ state }) => !(STATES as readonly string[]).includes(state))).toEqual([]);
    for (const state of STATES) {
      const count = rows.filter((row) => row.state === state).length;
      expect(page).toContain(`\n| ${state} | ${count} |`);
    }
  });

  it('shows code and a test for all that it calls kept', () => {
    const bare = rows.filter(
      ({ state, code, tests }) => state === 'kept' && (code.length === 0 || tests.length === 0),
    );
    expect(bare).toEqual([]);
  });

  it('says what is there instead for all that it calls later or organisational', () => {
    expect(rows.filter(({ state, note }) => state !== 'kept' && note === '')).toEqual([]);
  });

  it('names only code that exists', () => {
    const paths = [...new Set(rows.flatMap(({ code }) => code))];
    expect(paths.filter((path) => !path.startsWith('src/') || !existsSync(path))).toEqual([]);
  });

  it('names only tests that stand where it says', () => {
    const wrong = rows
      .flatMap(({ tests }) => tests)
      .filter(
        ({ file, title }) => !/^test\/.+\.test\.ts$/.test(file) || !existsSync(file) || !hasTest(file, title),
      )
      .map(({ file, title }) => `${file} › ${title}`);
    expect([...new Set(wrong)]).toEqual([]);
  });
});
