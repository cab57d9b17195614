#!/usr/bin/env node
// Starts a fresh gateway on free ports and walks every example through it, once for each way to sign:
//   node scripts/run-examples.js [curl] [typescript] [python] [java]
// Then it stops the gateway by SIGTERM, which must end it with status 0. Needs `npm run build` first.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'bin', 'tonggui.js');
const python = join(root, 'examples', 'python', '.venv', 'bin', 'python');

const EXAMPLES = {
  curl: () => run('bash', ['examples/curl/exchange.sh']),
  typescript: () => run('npx', ['tsx', 'examples/typescript/main.ts']),
  python: () => run(python, ['examples/python/main.py']),
  java: () => run('mvn', ['-q', '-B', '-f', 'examples/java', 'verify']),
};

/** What an example must have before its first walk. */
const PREPARE = {
  python() {
    if (!existsSync(python)) run('python3', ['-m', 'venv', 'examples/python/.venv']);
    run(python, ['-m', 'pip', 'install', '-q', '-r', 'examples/python/requirements.txt']);
  },
};

/** Beside the demo application: the other edition, the other profiles, and both forms of a secret. */
const PARTNERS = [
  { appid: 'S2-SM4', standard: 's2', profile: 'SM4', secret: randomBytes(16).toString('hex') },
  { appid: 'S2-HMAC', standard: 's2', profile: 'HMAC-SM3', secret: randomBytes(8).toString('hex') },
  { appid: 'S1-SM4-SM3', standard: 's1', profile: 'SM4-SM3', secret: randomBytes(16).toString('hex') },
];

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}`);
}

async function start(data, log) {
  const output = openSync(log, 'w');
  const args = [cli, 'serve', '--demo', '--json', '--data', data, '--port', '0', '--admin-port', '0'];
  const gateway = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', output] });
  closeSync(output);
  for await (const line of createInterface({ input: gateway.stdout })) {
    return { gateway, ready: JSON.parse(line) };
  }
  throw new Error('the gateway ended before it was ready');
}

/** Takes a partner over into the running gateway; the secret goes by standard input. */
function addApplication(data, { appid, standard, profile, secret }) {
  const settings = ['--appid', appid, '--standard', standard, '--profile', profile, '--grant', '*:*:*'];
  run(process.execPath, [cli, 'app', 'add', '--data', data, ...settings, '--secret-from', '-'], {
    input: secret,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}

function walk(names, { exchange, wsdl }, { appid, secret, standard, profile }) {
  Object.assign(process.env, {
    TONGGUI_EXCHANGE: exchange,
    TONGGUI_WSDL: wsdl,
    TONGGUI_APPID: appid,
    TONGGUI_SECRET: secret,
    TONGGUI_STANDARD: standard,
    TONGGUI_PROFILE: profile,
  });
  for (const name of names) {
    console.log(`\n${name}: ${standard}, signed by ${profile}`);
    EXAMPLES[name]();
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
let gateway;
try {
  for (const name of names) PREPARE[name]?.();
  const started = await start(data, log);
  gateway = started.gateway;
  walk(names, started.ready, started.ready.demo);
  for (const partner of PARTNERS) {
    addApplication(data, partner);
    walk(names, started.ready, partner);
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
