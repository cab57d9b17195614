import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { readXml } from '../../src/text/xml-reader.ts';
import { temporaryFolder } from './gateway.ts';
import { run } from './run.ts';

/** Every command that does something, as the words to type. */
function leaves(command: Command, words: readonly string[] = []): readonly (readonly string[])[] {
  if (command.commands.length === 0) return [words];
  return command.commands.flatMap((below) => leaves(below, [...words, below.name()]));
}

const COMMANDS = leaves(createProgram({} as Parameters<typeof createProgram>[0]));

describe('the command line', () => {
  it('offers these commands', () => {
    expect(COMMANDS.map((words) => words.join(' '))).toEqual([
      'serve',
      'config check',
      'app add',
      'app list',
      'app show',
      'app rotate',
      'app disable',
      'app enable',
      'interface add',
      'interface list',
      'interface show',
      'interface change',
      'interface test',
      'interface enable',
      'interface stop',
      'interface retire',
      'interface conflicts',
      'breakers',
      'publisher add',
      'publisher list',
      'publisher renew',
      'publisher disable',
      'publisher enable',
      'operator add',
      'operator list',
      'operator change',
      'operator reset',
      'operator disable',
      'operator enable',
      'hold list',
      'hold release',
      'rules status',
      'updates list',
      'sign',
      'call',
      'file write',
      'file read',
      'file template',
      'verify-log',
      'export-log',
      'wsdl',
      'openapi',
      'table init',
    ]);
  });

  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))(
    '%s has help with an example, and --json',
    async (name, words) => {
      const { code, out, err } = await run([...words, '--help']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`Examples?:\\n  \\$ tonggui ${name}`));
      expect(out).toContain('--json');
    },
  );

  it.each([[[]], [['nonsense']], [['app']], [['serve', '--port', '-1']], [['serve', '--port', '65536']]])(
    'ends with 2 for %j',
    async (words) => {
      const ended = await run(words);
      expect(ended).toMatchObject({ code: 2, out: '' });
      expect(ended.err).not.toBe('');
    },
  );

  it('tells its version', async () => {
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('suggests the command that was meant', async () => {
    expect((await run(['srve'])).err).toContain('serve');
  });
});

describe('config check', () => {
  it('shows every setting as it will be used, and no secret', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'tonggui.yaml'),
      'database: { kind: postgres, url: "postgres://me:canary@db/x" }\nexchange: { port: 9000 }\n',
    );
    const ended = await run(['config', 'check'], { folder });
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('exchange.port: 9000');
    expect(ended.out).toContain('limits.bodyBytes: 31522816');
    expect(ended.out).not.toContain('canary');
    const { out } = await run(['config', 'check', 'tonggui.yaml', '--json'], { folder });
    expect(JSON.parse(out)).toMatchObject({ warnings: [], settings: { 'exchange.port': 9000 } });
  });

  it('ends with 2 and tells every problem', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bad.yaml'), 'exchange: { port: x, hots: y }\n');
    expect(await run(['config', 'check', 'bad.yaml'], { folder })).toEqual({
      code: 2,
      out: '',
      err: [
        'configuration: exchange.port: expected whole number, 0 to 65535, got "x"\n',
        'configuration: exchange.hots: unknown setting; did you mean exchange.host?\n',
      ].join(''),
    });
    expect(await run(['config', 'check', 'none.yaml'], { folder })).toMatchObject({ code: 2 });
  });

  it('ends with 2 for a standard that nobody speaks', async () => {
    const services = '[{standard: special-equipmnt, service: a, interFlag: b}]';
    const ended = await run(['config', 'check'], { environment: { TONGGUI_SERVICES: services } });
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining('special-equipmnt') });
  });
});

describe('documents without a gateway', () => {
  const environment = { TONGGUI_EXCHANGE_PUBLIC_URL: 'https://gate.example.cn/base/' };

  it('prints the WSDL at the public address, with or without SOAP 1.2', async () => {
    const { out } = await run(['wsdl'], { environment });
    expect(readXml(out).local).toBe('definitions');
    expect(out).toContain('location="https://gate.example.cn/base/tonggui/exchange"');
    expect(out).toContain('soap12:binding');
    expect((await run(['wsdl', '--soap11'], { environment })).out).not.toContain('soap12:binding');
  });

  it('prints OpenAPI 3.1', async () => {
    const { out } = await run(['openapi', '--json'], { environment });
    expect(JSON.parse(out)).toMatchObject({ openapi: '3.1.0' });
    expect(out.trimEnd()).not.toContain('\n');
  });

  it('knows its services', async () => {
    expect(await run(['wsdl', '--service', '/tonggui/exchange'])).toMatchObject({ code: 0 });
    const ended = await run(['openapi', '--service', '/a/b']);
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('/tonggui/exchange') });
  });
});
