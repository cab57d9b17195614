import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadFiles, loadRules } from '../../src/rules/load-rules.ts';
import { type RuleChange, type WatchedRules, watchRules } from '../../src/rules/watch-rules.ts';
import { GOOD, itemsOf, LIFT, liftText } from './lift-rules.ts';

let root: string;
let folders: { readonly builtin: string; readonly override: string };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-'));
  folders = { builtin: join(root, 'builtin'), override: join(root, 'far/own') };
  save('builtin/s9/lift.json', liftText());
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function save(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const examples = LIFT['x-examples'];
const withGood = (record: object) => liftText({ 'x-examples': { ...examples, good: [record] } });
const LIFT_RECORD = examples.good[0];
const withNormalized = (example: object) =>
  liftText({ 'x-text': ['code'], 'x-examples': { ...examples, normalized: [example] } });
const withBad = (bad: object) => liftText({ 'x-examples': { ...examples, bad: [bad] } });
const statusOf = (name = 'lift') =>
  loadRules(folders)
    .status()
    .find((status) => status.name === name);

describe('loadRules', () => {
  it('enables a file whose examples pass', () => {
    const rules = loadRules(folders);
    const file = join(root, 'builtin/s9/lift.json');
    expect(rules.status()).toEqual([
      { standard: 's9', name: 'lift', title: '电梯', state: 'enabled', source: 'builtin', file },
    ]);
    expect(rules.find('s9', 'lift')!.check(itemsOf(GOOD))).toEqual([]);
    expect(rules.disabled('s9', 'lift')).toBeUndefined();
    expect([rules.find('s9', 'other'), rules.disabled('s9', 'other')]).toEqual([undefined, undefined]);
  });

  it.each([
    [
      'a good example fails',
      withGood({ ...GOOD, state: '坏' }),
      'good example 1 fails at state (enum): 状态(state)',
    ],
    [
      'a normalised example becomes something else',
      withNormalized({ record: { ...LIFT_RECORD, code: 12345 }, becomes: LIFT_RECORD }),
      'normalized example 1 becomes {"code":"12345",',
    ],
    [
      'a normalised example is at fault',
      withNormalized({ record: { ...LIFT_RECORD, code: 1 }, becomes: { ...LIFT_RECORD, code: '1' } }),
      'normalized example 1 fails at code (pattern)',
    ],
    [
      'a bad example passes',
      withBad({ record: GOOD, member: 'code', rule: 'pattern' }),
      'bad example 1 passes, but should fail at code (pattern)',
    ],
    [
      'a bad example fails elsewhere',
      withBad({ record: { ...GOOD, state: '坏' }, member: 'code', rule: 'pattern' }),
      'bad example 1 fails at state (enum), but should fail at code (pattern)',
    ],
    [
      'a bad example fails by another rule',
      withBad({ record: { ...GOOD, code: '-' }, member: 'code', rule: 'maxLength' }),
      'bad example 1 fails at code (pattern), but should fail at code (maxLength)',
    ],
    ['the file is cut short', liftText().slice(0, 900), 'unexpected end'],
    ['the file is empty', '', 'unexpected end'],
    ['a word is missing', liftText({ title: undefined }), 'title: '],
    ['the schema is wrong', liftText({ maxLength: 'x' }), 'maxLength'],
  ])('disables a code when %s, and says so with the file', (_, text, reason) => {
    save('builtin/s9/lift.json', text);
    save('builtin/s9/other.json', liftText());
    const rules = loadRules(folders);
    expect(rules.find('s9', 'lift')).toBeUndefined();
    expect(rules.disabled('s9', 'lift')).toContain(`${join(root, 'builtin/s9/lift.json')}: `);
    expect(rules.disabled('s9', 'lift')).toContain(reason);
    expect(rules.find('s9', 'other')).toBeDefined();
  });

  it("puts the operator's file in place of the built-in one, and adds others", () => {
    save('far/own/s9/lift.json', liftText({ title: '本省电梯' }));
    save('far/own/s9/escalator.json', liftText({ title: '自动扶梯' }));
    const rules = loadRules(folders);
    expect(rules.status().map(({ name, title, source }) => [name, title, source])).toEqual([
      ['escalator', '自动扶梯', 'override'],
      ['lift', '本省电梯', 'override'],
    ]);
  });

  it("does not fall back to the built-in file when the operator's is broken", () => {
    save('far/own/s9/lift.json', '{');
    expect(statusOf()).toMatchObject({ state: 'disabled', source: 'override' });
  });

  it('looks at nothing but <standard>/<name>.json', () => {
    for (const path of [
      's9/.lift.json',
      's9/lift.json~',
      's9/lift.txt',
      'mapping.json',
      '.git/lift.json',
      's9/x/lift.json',
    ]) {
      save(`builtin/${path}`, 'no rules');
    }
    expect(loadRules(folders).status()).toHaveLength(1);
  });

  it('disables a code whose file cannot be read', () => {
    mkdirSync(join(root, 'builtin/s9/folder.json'));
    expect(statusOf('folder')).toMatchObject({
      state: 'disabled',
      reason: expect.stringContaining('EISDIR'),
    });
  });

  it('takes two files that call themselves alike', () => {
    save('builtin/s9/lift.json', liftText({ $id: 'https://example.com/record' }));
    save('builtin/s9/copy.json', liftText({ $id: 'https://example.com/record' }));
    expect(
      loadRules(folders)
        .status()
        .map(({ state }) => state),
    ).toEqual(['enabled', 'enabled']);
  });

  it('fails when a built-in folder is missing', () => {
    expect(() => loadRules({ builtin: join(root, 'nowhere') })).toThrow('ENOENT');
  });

  it('does not compile anew what did not change', () => {
    save('builtin/s9/other.json', liftText());
    const before = loadFiles(folders);
    save('builtin/s9/other.json', liftText({ title: '其他' }));
    const after = loadFiles(folders, before);
    expect(after.get('s9/lift')).toBe(before.get('s9/lift'));
    expect(after.get('s9/other')).not.toBe(before.get('s9/other'));
  });
});

describe('watchRules', () => {
  let rules: WatchedRules;
  let seen: (readonly RuleChange[])[];
  let next: () => void;

  beforeEach(async () => {
    seen = [];
    rules = watchRules(folders, {
      onChange: (changes) => {
        seen.push(changes);
        next();
      },
      onError: (error) => {
        throw error;
      },
    });
    await rules.ready;
  });
  afterEach(() => rules.close());

  async function change(act: () => void): Promise<readonly RuleChange[]> {
    const changed = new Promise<void>((resolve) => {
      next = resolve;
    });
    act();
    await changed;
    return seen.at(-1)!;
  }

  it('takes up a changed file, and tells what it was and is', async () => {
    const before = rules.find('s9', 'lift');
    const changes = await change(() => save('builtin/s9/lift.json', liftText({ title: '新电梯' })));
    expect(changes.map(({ before, after }) => [before?.title, after?.title])).toEqual([['电梯', '新电梯']]);
    expect(rules.find('s9', 'lift')!.title).toBe('新电梯');
    expect(before!.title).toBe('电梯');
  });

  it('disables a code when its file breaks, and enables it when it is mended', async () => {
    await change(() => save('builtin/s9/lift.json', withGood({})));
    expect(rules.find('s9', 'lift')).toBeUndefined();
    expect(rules.disabled('s9', 'lift')).toContain('good example 1 fails at floors (required)');
    await change(() => save('builtin/s9/lift.json', liftText()));
    expect(rules.find('s9', 'lift')).toBeDefined();
  });

  it('follows an override folder that comes and goes', async () => {
    await change(() => save('far/own/s9/lift.json', liftText({ title: '本省电梯' })));
    expect(rules.find('s9', 'lift')!.title).toBe('本省电梯');
    await change(() => rmSync(join(root, 'far/own'), { recursive: true }));
    expect(rules.find('s9', 'lift')!.title).toBe('电梯');
    await change(() => save('far/own/s9/lift.json', liftText({ title: '再来' })));
    await change(() => save('far/own/s9/lift.json', liftText({ title: '又来' })));
    expect(rules.find('s9', 'lift')!.title).toBe('又来');
  });

  it('tells once of several files that change together', async () => {
    const changes = await change(() => {
      for (const name of ['a', 'b', 'c']) save(`far/own/s9/${name}.json`, liftText());
    });
    expect(changes.map(({ before, after }) => [before, after?.name])).toEqual([
      [undefined, 'a'],
      [undefined, 'b'],
      [undefined, 'c'],
    ]);
    expect(seen).toHaveLength(1);
  });

  it('says nothing when nothing changed', () => {
    save('builtin/s9/lift.json', liftText());
    rules.reload();
    expect(seen).toEqual([]);
  });
});

it('keeps its rules, and reports, when the built-in folder is gone', async () => {
  const errors: unknown[] = [];
  const rules = watchRules(folders, { onChange: () => {}, onError: (error) => errors.push(error) });
  try {
    rmSync(folders.builtin, { recursive: true });
    rules.reload();
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
    expect(rules.find('s9', 'lift')).toBeDefined();
  } finally {
    await rules.close();
  }
});
