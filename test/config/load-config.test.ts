import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'tonggui-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Given {
  readonly yaml?: string;
  readonly environment?: Record<string, string>;
  readonly overrides?: Record<string, unknown>;
}

function load({ yaml, environment = {}, overrides = {} }: Given) {
  const file = join(folder, 'given.yaml');
  if (yaml !== undefined) writeFileSync(file, yaml);
  return loadConfig({
    file: yaml === undefined ? undefined : file,
    environment,
    workingFolder: folder,
    overrides,
  });
}

function problemsOf(given: Given): readonly string[] {
  try {
    load(given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration without a file', () => {
  it('listens on loopback alone, with the default ports', () => {
    const { config, warnings } = load({});
    expect(config.exchange).toMatchObject({ host: '127.0.0.1', port: 8080, drainSeconds: 30 });
    expect(config.admin).toMatchObject({ host: '127.0.0.1', port: 8081 });
    expect(config.data).toBe(join(folder, 'data'));
    expect(warnings).toEqual([]);
  });

  it('leaves room in a body for the payload and an SM4 sign over it', () => {
    const { limits } = load({ overrides: { 'limits.busilistBytes': 2_000_000 } }).config;
    expect(limits.bodyBytes).toBe(3 * 2_000_000 + 65_536);
  });
});

describe('where a setting comes from', () => {
  it('lets the command line win over the environment, and that over the file', () => {
    const yaml = 'exchange: { port: 1, drainSeconds: 5 }\nadmin: { port: 1 }';
    const environment = { TONGGUI_EXCHANGE_PORT: '2', TONGGUI_ADMIN_PORT: '2' };
    const { config } = load({ yaml, environment, overrides: { 'exchange.port': 3 } });
    expect(config.exchange).toMatchObject({ port: 3, drainSeconds: 5 });
    expect(config.admin.port).toBe(2);
  });

  it('reads lists from the environment as YAML, and texts as they stand', () => {
    const { config } = load({
      environment: {
        TONGGUI_SERVICES: '[{standard: special-equipment, service: "0101", interFlag: a}]',
        TONGGUI_EXCHANGE_HOST: '127.0.0.2',
      },
    });
    expect(config.services).toEqual([{ standard: 'special-equipment', service: '0101', interFlag: 'a' }]);
    expect(config.exchange.host).toBe('127.0.0.2');
  });

  it('takes relative files from the folder of the file that names them', () => {
    mkdirSync(join(folder, 'etc', 'rules'), { recursive: true });
    writeFileSync(join(folder, 'etc', 'gateway.yaml'), 'rules: { folder: rules }');
    const sources = { file: 'etc/gateway.yaml', environment: {}, workingFolder: folder };
    expect(loadConfig(sources).config.rules.folder).toBe(join(folder, 'etc', 'rules'));
    expect(loadConfig(sources).config.data).toBe(join(folder, 'etc', 'data'));
    const moved = { ...sources, environment: { TONGGUI_DATA: 'elsewhere' } };
    expect(loadConfig(moved).config.data).toBe(join(folder, 'elsewhere'));
  });

  it('reads a group whose lines are all commented out as if it were not there', () => {
    expect(load({ yaml: 'exchange:\n#  port: 1\n' }).config.exchange.port).toBe(8080);
  });

  it('lets the variable that holds the sealing key be named as one likes', () => {
    const given = { yaml: 'seal: { environment: TONGGUI_KEY }', environment: { TONGGUI_KEY: 'x' } };
    expect(load(given).config.seal.environment).toBe('TONGGUI_KEY');
  });
});

describe('a wrong configuration', () => {
  it('tells every problem at once, each with path, what was expected and what was given', () => {
    const yaml = [
      'exchange: { port: 70000, host: 127.0.0.1 }',
      'log: { level: loud }',
      'attachments: { kinds: [pdf, exe] }',
      'limits: { xml: { depth: many } }',
      'services: [{ standard: special-equipment, service: "a b", interFlag: x }]',
    ].join('\n');
    expect(problemsOf({ yaml })).toEqual([
      'exchange.port: expected whole number, 0 to 65535, got 70000',
      'services[0].service: expected 1 to 64 letters, digits, _ or -, got "a b"',
      'limits.xml.depth: expected whole number, 8 to 256, got "many"',
      expect.stringMatching(/^attachments\.kinds\[1\]: expected pdf, png, .*, txt, got "exe"$/),
      'log.level: expected error, warn, info, debug, got "loud"',
    ]);
  });

  it.each([
    ['exchange: { prot: 1 }', 'exchange.prot: unknown setting; did you mean exchange.port?'],
    ['port: 1', 'port: unknown setting; did you mean exchange.port or admin.port?'],
    ['exchnage: {}', 'exchnage: unknown setting; did you mean exchange?'],
    [
      'services: [{standard: s, service: a, interflag: b, interFlag: b}]',
      'services[0].interflag: unknown setting; did you mean services[0].interFlag?',
    ],
    ['quux: 1', 'quux: unknown setting'],
  ])('refuses the unknown key in %s', (yaml, problem) => {
    expect(problemsOf({ yaml })).toEqual([problem]);
  });

  it.each(['uddi/inquiry', 'uddi/publish', 'registry/x', 'registry/services'])(
    'refuses a service at /%s, which is the registry',
    (address) => {
      const [service, interFlag] = address.split('/');
      const yaml = `services: [{ standard: special-equipment, service: ${service}, interFlag: ${interFlag} }]`;
      expect(problemsOf({ yaml })).toEqual([
        `services[0]: expected an address where the registry does not answer, got "/${address}"`,
      ]);
    },
  );

  it('refuses an unknown variable of ours and leaves those of others alone', () => {
    expect(
      problemsOf({ environment: { TONGGUI_EXCHANGE_PROT: '1', PORT: 'x', TONGGUI_APPID: 'A' } }),
    ).toEqual([
      'TONGGUI_EXCHANGE_PROT: no setting has this environment variable; did you mean TONGGUI_EXCHANGE_PORT?',
    ]);
  });

  it('says where the YAML is wrong', () => {
    expect(problemsOf({ yaml: 'data: a\nlog:\n  level: info\n  level: warn\n' })).toEqual([
      `${join(folder, 'given.yaml')}, line 4, column 3: Map keys must be unique`,
    ]);
  });

  it('never shows a secret', () => {
    const secrets = [
      'database: { url: "mysql://me:canary@db/x" }',
      'database: { url: "postgres://me:canary@db/x" }',
      'exchange: { publicUrl: "http://me:canary@host" }',
      'seal: { environment: "0canary" }',
      'database:\n  url: "postgres://me:canary@db/x\n',
    ];
    for (const yaml of secrets) {
      const problems = problemsOf({ yaml });
      expect(problems).not.toEqual([]);
      expect(problems.join()).not.toContain('canary');
    }
  });

  it('wants TLS off loopback unless plain HTTP is asked for, and then warns', () => {
    const yaml = 'exchange: { host: 10.1.2.3 }';
    expect(problemsOf({ yaml })).toEqual([
      'exchange.tls: expected certificate and key, because host 10.1.2.3 is not a loopback address (or plainHttp: true), got nothing',
    ]);
    const allowed = load({ yaml, environment: { TONGGUI_EXCHANGE_PLAIN_HTTP: 'true' } });
    expect(allowed.warnings).toEqual([expect.stringContaining('exchange.plainHttp')]);
  });

  it('names the setting of a file that cannot be read', () => {
    const yaml = 'exchange: { tls: { certificate: none.pem, key: none.key } }\nrules: { folder: none }';
    expect(problemsOf({ yaml })).toEqual([
      `exchange.tls.certificate: expected a readable file, got ${JSON.stringify(join(folder, 'none.pem'))} (ENOENT)`,
      `exchange.tls.key: expected a readable file, got ${JSON.stringify(join(folder, 'none.key'))} (ENOENT)`,
      `rules.folder: expected a folder, got ${JSON.stringify(join(folder, 'none'))}`,
    ]);
  });

  it('refuses a certificate that is none', () => {
    writeFileSync(join(folder, 'some.pem'), 'not a certificate');
    const yaml = 'exchange: { tls: { certificate: some.pem, key: some.pem } }';
    expect(problemsOf({ yaml })).toEqual([expect.stringMatching(/^exchange\.tls: expected a certificate/)]);
  });

  it.each([
    ['database: { kind: postgres }', 'database.url: '],
    ['database: { url: "postgres://db/x" }', 'database.url: '],
    ['limits: { bodyBytes: 2048 }', 'limits.bodyBytes: '],
    ['seal: { keyFile: a, environment: B }', 'seal.environment: '],
    ['retention: { seenDays: 6 }', 'retention.seenDays: '],
    ['timeZone: UTC', 'timeZone: '],
    [
      'services: [{standard: s, service: a, interFlag: b}, {standard: t, service: a, interFlag: b}]',
      'services[1]: ',
    ],
    [
      'exchange: { tls: { certificate: a, key: b, requireClientCertificate: true } }',
      'exchange.tls.clientCa: ',
    ],
    ['providers: { tls: { certificate: a } }', 'providers.tls.key: '],
    ['providers: { tls: { ca: none.pem } }', 'providers.tls.ca: expected a readable file'],
  ])('refuses %s', (yaml, beginning) => {
    const problems = problemsOf({ yaml });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(beginning);
  });
});
