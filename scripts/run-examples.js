#!/usr/bin/env node
// Starts a fresh gateway on free ports and walks every example through it, once for each way to sign, and the client of
// its registry once; those that exchange files do so through a folder that it watches:
//   node scripts/run-examples.js [curl] [typescript] [python] [files] [java]
// Then it stops the gateway by SIGTERM, which must end it with status 0. Needs `npm run build` first.
import { spawn, spawnSync } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'bin', 'tonggui.js');
const python = join(root, 'examples', 'python', '.venv', 'bin', 'python');

const EXAMPLES = {
  curl: ['bash', ['examples/curl/exchange.sh']],
  typescript: [process.execPath, ['node_modules/tsx/dist/cli.mjs', 'examples/typescript/main.ts']],
  python: [python, ['examples/python/main.py']],
  files: ['python3', ['examples/python/files.py']],
  java: ['mvn', ['-q', '-B', '-Dstyle.color=never', '-f', 'examples/java', 'verify']],
};

/** The ways to sign that an example knows, where these are not all. */
const PROFILES = { files: ['MD5', 'HMAC-SM3'] };

/** What an example must have before its first walk. */
const PREPARE = {
  python() {
    if (!existsSync(python)) run('python3', ['-m', 'venv', 'examples/python/.venv']);
    run(python, ['-m', 'pip', 'install', '-q', '-r', 'examples/python/requirements.txt']);
  },
};

const sm2 = createECDH('SM2');
sm2.generateKeys();

/**
 * Partners beside the demo application, which is S1 by SM4: the other edition, the other profiles, both forms of
 * a secret. The gateway gets the secret, or for SM2 the public key that belongs to it.
 */
const PARTNERS = [
  { appid: 'S1-MD5', standard: 's1', profile: 'MD5', secret: randomBytes(16).toString('hex') },
  { appid: 'S2-SM4', standard: 's2', profile: 'SM4', secret: randomBytes(16).toString('hex') },
  { appid: 'S2-HMAC', standard: 's2', profile: 'HMAC-SM3', secret: randomBytes(8).toString('hex') },
  { appid: 'S1-SM4-SM3', standard: 's1', profile: 'SM4-SM3', secret: randomBytes(16).toString('hex') },
  {
    appid: 'S2-SM2',
    standard: 's2',
    profile: 'SM2',
    secret: sm2.getPrivateKey('hex').padStart(64, '0'),
    given: sm2.getPublicKey('hex'),
    only: ['java'],
  },
];

function run(command, args, options = {}) {
  const { status, error, stdout } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}`);
  return stdout;
}

/** Settings of a gateway that watches a folder; who writes into it makes files whole before they have their names. */
function watch(exchanged, config) {
  mkdirSync(exchanged);
  const watched = {
    name: 'examples',
    folder: exchanged,
    standard: 'special-equipment',
    pollSeconds: 0.1,
    quietSeconds: 0,
  };
  writeFileSync(config, JSON.stringify({ channels: { file: [watched] } }));
}

async function start(config, data, log) {
  const output = openSync(log, 'w');
  const ports = ['--port', '0', '--admin-port', '0'];
  const args = [cli, 'serve', '--demo', '--json', '--config', config, '--data', data, ...ports];
  const gateway = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', output] });
  closeSync(output);
  for await (const line of createInterface({ input: gateway.stdout })) {
    return { gateway, ready: JSON.parse(line) };
  }
  throw new Error('the gateway ended before it was ready');
}

/** Takes a partner over into the running gateway, by standard input; returns the partner with what was issued. */
function addApplication(data, partner) {
  const { appid, standard, profile, secret, given = secret } = partner;
  const settings = ['--appid', appid, '--standard', standard, '--profile', profile, '--grant', '*:*:*'];
  const answer = run(
    process.execPath,
    [cli, 'app', 'add', '--json', '--data', data, ...settings, '--secret-from', '-'],
    { input: given, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  return { ...partner, gatewayKey: JSON.parse(answer).issued.ownPublicKey ?? '' };
}

/** An account with the registry; returns what the examples are told of it. */
function addPublisher(data, exchange) {
  const args = [cli, 'publisher', 'add', 'examples', '--json', '--data', data];
  const { name, credential } = JSON.parse(
    run(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  return {
    TONGGUI_REGISTRY: new URL(exchange).origin,
    TONGGUI_PUBLISHER: name,
    TONGGUI_CREDENTIAL: credential,
  };
}

function walk(names, { exchange, wsdl }, partner, registry = {}) {
  const { appid, secret, gatewayKey, standard, profile, only = names } = partner;
  const speaks = (name) => only.includes(name) && (PROFILES[name]?.includes(profile) ?? true);
  // For the examples alone: to the gateway's own commands, TONGGUI_… variables are settings.
  const env = {
    ...process.env,
    TONGGUI_EXCHANGE: exchange,
    TONGGUI_WSDL: wsdl,
    TONGGUI_APPID: appid,
    TONGGUI_SECRET: secret,
    TONGGUI_GATEWAY_KEY: gatewayKey ?? '',
    TONGGUI_STANDARD: standard,
    TONGGUI_PROFILE: profile,
    TONGGUI_FOLDER: exchanged,
    ...registry,
  };
  for (const name of names.filter(speaks)) {
    console.log(`\n${name}: ${standard}, signed by ${profile}`);
    run(...EXAMPLES[name], { env });
  }
}

async function stop(gateway) {
  const ended = once(gateway, 'exit');
  gateway.kill('SIGTERM');
  const [status, signal] = await ended;
  if (status !== 0) throw new Error(`the gateway stopped with ${signal ?? `status ${status}`}`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in EXAMPLES));
if (unknown.length > 0) throw new Error(`no example is called ${unknown.join(', ')}`);
const names = chosen.length > 0 ? chosen : Object.keys(EXAMPLES);

const folder = mkdtempSync(join(tmpdir(), 'tonggui-examples-'));
const data = join(folder, 'data');
const log = join(folder, 'gateway.log');
const config = join(folder, 'tonggui.yaml');
const exchanged = join(folder, 'exchanged');
let gateway;
try {
  for (const name of names) PREPARE[name]?.();
  watch(exchanged, config);
  const started = await start(config, data, log);
  gateway = started.gateway;
  const registry = names.includes('java') ? addPublisher(data, started.ready.exchange) : {};
  walk(names, started.ready, started.ready.demo, registry);
  for (const partner of PARTNERS) {
    walk(names, started.ready, addApplication(data, partner));
  }
  await stop(gateway);
  console.log('\nAll examples passed, and the gateway stopped cleanly.');
} catch (error) {
  console.error(`\n${error.message}`);
  if (existsSync(log)) console.error(`The gateway's log ends:\n${readFileSync(log, 'utf8').slice(-4000)}`);
  process.exitCode = 1;
} finally {
  gateway?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
