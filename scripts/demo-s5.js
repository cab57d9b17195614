#!/usr/bin/env node
// `npm run demo:s5`: the same risk point by HTTP, by TCP and by table, to a fresh gateway. One record is stored; the
// audit log has one entry a way: created, unchanged, unchanged.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(root, 'bin', 'tonggui.js');
const folder = mkdtempSync(join(tmpdir(), 'tonggui-demo-s5-'));
const front = join(folder, 'front.db');
const config = join(folder, 'tonggui.yaml');
const secret = randomBytes(12).toString('base64url');
const rules = join(root, 'src', 'standards', 'dual-prevention', 'rules', 's5', 'riskPoint.json');
const [riskPoint] = JSON.parse(readFileSync(rules, 'utf8'))['x-examples'].good;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Runs a command of the gateway; its answer on standard output. */
function tonggui(args, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tonggui ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A.3's message by a socket: four bytes of length, then JSON; the reply alike. */
function byTcp(port, message) {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(JSON.stringify(message));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    let received = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([length, body])));
    socket.on('error', reject).on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readUInt32BE(0)) return;
      resolve(JSON.parse(received.subarray(4).toString()));
      socket.end();
    });
  });
}

/** A provider's row in the front-end database, and the confirmation that the gateway writes into it. */
async function byTable() {
  const database = new DatabaseSync(front);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const row = {
    ID: randomBytes(16).toString('hex'),
    batchNo: `${today.replaceAll('-', '')}00000001`,
    busType: 'I',
    updateDate: today,
    ...riskPoint,
  };
  const names = Object.keys(row);
  database
    .prepare(`INSERT INTO riskPoint (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(row));
  for (let tries = 0; tries < 200; tries += 1) {
    const { tgResult, tgError } = database
      .prepare('SELECT tgResult, tgError FROM riskPoint WHERE ID = ?')
      .get(row.ID);
    if (tgResult !== null) {
      database.close();
      return { status: tgResult, err: tgError ?? '' };
    }
    await sleep(100);
  }
  throw new Error('the gateway did not take the row');
}

const tcpPort = await freePort();
tonggui(['table', 'init', '--standard', 's5', '--dialect', 'sqlite', '--apply', front]);
// JSON is YAML.
writeFileSync(
  config,
  JSON.stringify({
    data: join(folder, 'data'),
    exchange: { port: 0 },
    admin: { port: 0 },
    channels: {
      tcp: { port: tcpPort },
      table: [
        {
          name: 'front',
          application: 'PROVIDER',
          database: { kind: 'sqlite', file: front },
          pollSeconds: 0.2,
          quietSeconds: 0,
        },
      ],
    },
  }),
);
const gateway = spawn(process.execPath, [program, 'serve', '--json', '--config', config], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { value: line } = await createInterface(gateway.stdout)[Symbol.asyncIterator]().next();
  const base = new URL(JSON.parse(line).exchange).origin;
  tonggui(
    [
      'app',
      'add',
      '--appid',
      'PROVIDER',
      '--standard',
      's5',
      '--secret-from',
      '-',
      '--grant',
      '*:*:*',
      '--config',
      config,
    ],
    secret,
  );
  const servlet = `${base}/jsdspcloud/servlet`;
  const post = async (url, body, headers = {}) =>
    (
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    ).json();
  const { access_token } = await post(`${servlet}/token`, { appid: 'PROVIDER', secret });
  const message = { access_token, txcode: '0101', data: [riskPoint] };

  console.log('HTTP ', JSON.stringify(await post(`${servlet}/syndata`, message)));
  console.log('TCP  ', JSON.stringify(await byTcp(tcpPort, message)));
  console.log('table', JSON.stringify(await byTable()));

  const stored = await (
    await fetch(`${base}/getObjects/1/main/riskPoint`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
  ).json();
  console.log(`\nstored: ${stored.data.length} record, riskNo ${stored.data[0].riskNo}`);
  const log = join(folder, 'audit.jsonl');
  tonggui(['export-log', '--to', log, '--config', config]);
  const entries = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((entry) => JSON.parse(entry));
  const changes = entries.filter(
    ({ event, detail }) => event === 'EXCHANGE_ACCEPTED' && detail?.includes('created'),
  );
  for (const { at, wire, detail } of changes) console.log(`audit:  ${at} ${wire.padEnd(5)} ${detail}`);
  const told = changes.map(
    ({ wire, detail }) => `${wire} ${JSON.parse(detail).created ? 'created' : 'unchanged'}`,
  );
  const wanted = ['rest created', 'tcp unchanged', 'table unchanged'];
  if (stored.data.length !== 1 || told.join() !== wanted.join())
    throw new Error(`expected one record and ${wanted}, got ${told}`);
} finally {
  gateway.kill('SIGTERM');
  await new Promise((resolve) => gateway.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
