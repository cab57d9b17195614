import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { listSettings } from '../../src/config/settings.ts';
import { EXAMPLE, renderConfigurationPage } from './configuration-page.ts';

it('docs/configuration.md tells every setting (npx tsx scripts/write-reference-pages.ts writes it anew)', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  for (const { path } of listSettings()) expect(page).toContain(`\`${path}\``);
  expect(page).toBe(renderConfigurationPage());
});

it('tells every setting what it is for', () => {
  expect(listSettings().filter(({ description }) => description === '')).toEqual([]);
});

it('shows an example in which nothing is wrong but the certificate files, which are not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonggui-example-'));
  writeFileSync(join(folder, 'tonggui.yaml'), EXAMPLE);
  mkdirSync(join(folder, 'rules'));
  const environment = { TONGGUI_DATABASE_URL: 'postgres://db/tonggui' };
  let problems: readonly string[] = [];
  try {
    loadConfig({ environment, workingFolder: folder });
  } catch (error) {
    if (error instanceof ConfigurationError) problems = error.problems;
  }
  rmSync(folder, { recursive: true });
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'exchange.tls.certificate',
    'exchange.tls.key',
  ]);
});
