import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { fileSettings } from '../../../src/channels/file/settings.ts';
import { renderFileSettings } from './settings-table.ts';

const [section] = /## 文件交换 \/ file[\s\S]*?(?=\n## |$)/.exec(readFileSync('docs/channels.md', 'utf8'))!;

it('docs/channels.md tells every setting of the file channel with its default', () => {
  expect(section).toContain(`|---|---|---|\n${renderFileSettings()}\n`);
});

it('docs/channels.md shows settings that the file channel takes', () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(section)!;
  const settings = fileSettings.parse(parse(example!).channels.file);
  expect(settings).toMatchObject([{ name: 'front' }, { name: 'partners' }]);
});
