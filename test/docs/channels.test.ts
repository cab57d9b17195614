import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { renderTcpSettings } from './tcp-settings.ts';

it('docs/channels.md tells every setting of the TCP channel with its default', () => {
  expect(readFileSync('docs/channels.md', 'utf8')).toContain(`|---|---|---|\n${renderTcpSettings()}\n`);
});
