import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FORMATS } from '../../src/rules/formats.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { SENSITIVE_KINDS } from '../../src/text/mask-value.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');

describe('docs/rules.md', () => {
  it('shows a file that works as it stands', () => {
    const root = mkdtempSync(join(tmpdir(), 'rules-'));
    mkdirSync(join(root, 's1'));
    writeFileSync(join(root, 's1', '9999.json'), /```json\n(.*?)```/s.exec(page)![1]!);
    const [status] = loadRules({ builtin: root }).status();
    rmSync(root, { recursive: true });
    expect(status!.reason).toBeUndefined();
    expect(status!.title).toBe('电梯安全员登记');
  });

  it.each([...Object.keys(FORMATS), ...SENSITIVE_KINDS])('explains %s', (word) => {
    expect(page).toMatch(new RegExp(`^\\| \`${word}\` \\|`, 'm'));
  });
});
