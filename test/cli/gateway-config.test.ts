import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { gatewayConfig } from '../../src/cli/gateway-config.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { temporaryFolder } from './gateway.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the configuration of a command', () => {
  it('takes the files of channels from the folder of the configuration file, not from the working folder', () => {
    mkdirSync(join(folder, 'etc'));
    const database = { kind: 'sqlite', file: 'front.db' };
    const table = [{ name: 'front', application: 'A', database }];
    const tcp = { tls: { certificate: 'a.crt', key: 'a.key' } };
    writeFileSync(join(folder, 'etc', 'gateway.yaml'), JSON.stringify({ channels: { table, tcp } }));
    const { config } = gatewayConfig(terminalIn(folder), { config: 'etc/gateway.yaml' });
    expect(config.channels).toEqual({
      table: [{ ...table[0], database: { kind: 'sqlite', file: join(folder, 'etc', 'front.db') } }],
      tcp: { tls: { certificate: join(folder, 'etc', 'a.crt'), key: join(folder, 'etc', 'a.key') } },
    });
  });
});

function terminalIn(workingFolder: string): Terminal {
  return {
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    environment: {},
    workingFolder,
    onStop: () => () => undefined,
  };
}
