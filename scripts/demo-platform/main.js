#!/usr/bin/env node
// `npm run demo:platform`: three processes, a provider by REST, a provider by SOAP and the gateway. Both providers register
// by UDDI messages; a caller asks each of them through the other protocol. Printed: the path of each message.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { authToken, saveBusiness } from './uddi.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const program = join(root, 'bin', 'tonggui.js');
const folder = mkdtempSync(join(tmpdir(), 'tonggui-demo-platform-'));
const config = join(folder, 'tonggui.yaml');
const processes = [];
const freshKey = () => randomBytes(16).toString('hex');

/** Runs a command of the gateway; its answer. */
function tonggui(args, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tonggui ${args.join(' ')}: ${stderr}`);
  return stdout;
}
const admin = (args, input) => JSON.parse(tonggui([...args, '--config', config, '--json'], input));

/** Starts a process and reads the JSON line by which it says where it is. */
async function start(name, args, env = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  processes.push(child);
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  if (value === undefined) throw new Error(`${name} did not start`);
  const said = JSON.parse(value);
  console.log(`process ${String(child.pid).padStart(7)}  ${name.padEnd(14)} ${said.url ?? said.exchange}`);
  return said;
}

const providers = [
  {
    name: 'REST provider',
    script: 'rest-provider.js',
    wire: 'rest',
    ask: 'soap12',
    type: '0401',
    title: '检验数据',
  },
  {
    name: 'SOAP provider',
    script: 'soap-provider.js',
    wire: 'soap11',
    ask: 'rest',
    type: '0203',
    title: '特种设备制造许可',
  },
];

function sampleOf(type) {
  const file = join(root, 'src', 'standards', 'special-equipment', 'rules', 's1', `${type}.json`);
  const rules = JSON.parse(readFileSync(file, 'utf8'));
  return { record: rules['x-examples'].good[0], key: rules['x-primaryKey'][0] };
}

/** The keys of the categories, asked of the registry itself. */
async function categoryKeys(base, authInfo) {
  const response = await fetch(`${base}/registry/tmodels?name=tonggui:`, {
    headers: { authorization: `Bearer ${authInfo}` },
  });
  const { tModelInfos } = await response.json();
  return Object.fromEntries(tModelInfos.map(({ name, tModelKey }) => [name.value, tModelKey]));
}

/** What the audit log says of the last message. */
function lastLeg() {
  const log = join(folder, `audit-${Date.now()}.jsonl`);
  tonggui(['export-log', '--to', log, '--config', config]);
  const entries = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = entries.findLast(({ event }) => event === 'EXCHANGE_ACCEPTED');
  return { wire: last.wire, leg: JSON.parse(last.detail).legs[0] };
}

try {
  // JSON is YAML. Providers on this machine are refused unless an operator allows them.
  const settings = {
    data: join(folder, 'data'),
    exchange: { port: 0 },
    admin: { port: 0 },
    providers: { allow: ['127.0.0.0/8'] },
  };
  writeFileSync(config, JSON.stringify(settings));
  const { exchange } = await start('gateway', [program, 'serve', '--json', '--config', config]);
  const base = new URL(exchange).origin;
  const publisher = admin(['publisher', 'add', 'province']);
  const authInfo = await authToken(base, 'province', publisher.credential);
  const keys = await categoryKeys(base, authInfo);
  const secret = freshKey();
  tonggui(
    [
      'app',
      'add',
      '--appid',
      'CITY01',
      '--standard',
      's1',
      '--profile',
      'SM4',
      '--secret-from',
      '-',
      '--grant',
      '*:*:*:reveal',
      '--config',
      config,
    ],
    secret,
  );

  for (const { name, script, wire, type, title } of providers) {
    const { key: keyMember } = sampleOf(type);
    const key = freshKey();
    const { url } = await start(name, [join(here, script)], {
      PROVIDER_KEY: key,
      PROVIDER_KEY_MEMBER: keyMember,
    });
    const categories = [
      [keys['tonggui:type'], '业务数据类型', type],
      [keys['tonggui:level'], '层级', 'province'],
    ];
    const serviceKey = await saveBusiness(base, authInfo, {
      business: name,
      service: title,
      url,
      categories,
    });
    console.log(`registered by save_business: ${title}, service ${serviceKey}`);
    admin(
      [
        'interface',
        'add',
        '--service-key',
        serviceKey,
        '--edition',
        's1',
        '--wire',
        wire,
        '--appid',
        'PLATFORM',
        '--profile',
        'HMAC-SM3',
        '--secret-from',
        '-',
      ],
      key,
    );
    admin(['interface', 'test', serviceKey]);
    admin(['interface', 'enable', serviceKey]);
    console.log('interface tested (rules, address, probe call) and enabled');
  }

  console.log('');
  for (const { name, ask, type, title } of providers) {
    const { record, key } = sampleOf(type);
    const call = (action, busilist) => {
      const file = join(folder, 'busilist.json');
      writeFileSync(file, JSON.stringify(busilist));
      const secretFile = join(folder, 'secret.txt');
      writeFileSync(secretFile, secret, { mode: 0o600 });
      const signing = [
        '--appid',
        'CITY01',
        '--secret-from',
        secretFile,
        '--profile',
        'SM4',
        '--standard',
        's1',
      ];
      const message = ['--busicode', `11${type}`, '--action', action, '--file', file, '--protocol', ask];
      const answer = JSON.parse(tonggui(['call', '--url', exchange, ...signing, ...message, '--json']));
      const { wire, leg } = lastLeg();
      const verb = action === '01' ? 'add  ' : 'query';
      console.log(
        `${verb} ${title}: CITY01 ─${wire}→ gateway ─${leg.wire}→ ${name} (${leg.milliseconds} ms) ─→ gateway ─${wire}→ CITY01: ${answer.datalist?.message ?? JSON.stringify(answer)}`,
      );
      return answer;
    };
    call('01', [record]);
    const { datalist } = call('04', [{ [key]: record[key] }]);
    if (JSON.stringify(datalist?.busilist) !== JSON.stringify([record]))
      throw new Error(`${name}: the record did not come back as it was sent`);
    console.log('      the record came back as it was sent\n');
  }
} finally {
  for (const child of processes) child.kill('SIGTERM');
  await Promise.all(
    processes.map(
      (child) =>
        new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve())),
    ),
  );
  rmSync(folder, { recursive: true, force: true });
}
