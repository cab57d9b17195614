import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../src/app.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { Gateway, StartOptions } from '../../src/gateway.ts';
import {
  datalistText,
  type Message,
  type Partner,
  type PartnerProfile,
  restBody,
  signedMessage,
} from './partner.ts';

/** A whole gateway on free ports in a folder of its own, with its admin API. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly data: string;
  readonly exchangeUrl: string;
  /** Adds an application by the admin API; settings as `POST /api/applications` takes them. */
  addPartner(settings?: PartnerSettings): Promise<Partner>;
  admin(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: any }>;
  stop(): Promise<void>;
}

export interface PartnerSettings {
  readonly id?: string;
  readonly standard?: 's1' | 's2';
  readonly profile?: PartnerProfile;
  readonly secret?: string;
  readonly order?: 'table' | 'ascii';
  readonly grants?: readonly string[];
  readonly [other: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly members: Readonly<Record<string, any>>;
  readonly datalist: Readonly<Record<string, any>>;
}

let serial = 0;

export async function startTestGateway(
  settings: Readonly<Record<string, unknown>> = {},
  extensions: StartOptions['extensions'] = {},
): Promise<TestGateway> {
  const data = (settings['data'] as string | undefined) ?? mkdtempSync(join(tmpdir(), 'tonggui-test-'));
  const { exchange, admin, ...rest } = settings;
  const config = configSchema.parse({
    data,
    log: { level: 'error' },
    ...rest,
    exchange: { port: 0, drainSeconds: 1, ...(exchange as object) },
    admin: { port: 0, ...(admin as object) },
  });
  const gateway = await startGateway(config, { demo: false, extensions });
  const key = readFileSync(join(data, 'admin.key'), 'utf8').trim();
  const call: TestGateway['admin'] = async (method, path, body) => {
    const answer = await fetch(`${gateway.adminUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return {
    gateway,
    data,
    exchangeUrl: gateway.exchangeUrl,
    admin: call,
    addPartner: (partner) => addPartner(call, partner),
    stop: async () => {
      await gateway.stop();
      if (settings['data'] === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

async function addPartner(call: TestGateway['admin'], settings: PartnerSettings = {}): Promise<Partner> {
  serial += 1;
  const {
    id,
    standard = 's1',
    profile = 'HMAC-SM3',
    secret,
    order = 'table',
    grants = ['*:*:*'],
    ...others
  } = settings;
  const appid = id ?? `APP${process.pid}${serial}`;
  const key = secret ?? randomBytes(16).toString('hex');
  const body = { id: appid, name: '测试应用', standard, sign: { profile, order, key }, grants, ...others };
  const { status, body: said } = await call('POST', '/api/applications', body);
  if (status !== 200) throw new Error(`the partner was not added: ${JSON.stringify(said)}`);
  return { appid, secret: key, standard, profile };
}

/** Sends bytes as they are. */
export async function post(
  url: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.text();
  const members = parse(text);
  const { datalist } = members;
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    members: { ...members, ...(typeof datalist === 'object' && { datalist: datalistText(text) }) },
    datalist: typeof datalist === 'string' ? parse(datalist) : (datalist ?? {}),
  };
}

/** Sends a message by REST, busilist as an array. */
export function exchange(url: string, message: Message): Promise<Answer> {
  return post(url, restBody(message));
}

/** Signs and sends by REST. */
export function ask(
  url: string,
  partner: Partner,
  busicode: string,
  action: string,
  busilist: unknown,
  changed: Partial<Message> = {},
): Promise<Answer> {
  return exchange(url, signedMessage(partner, busicode, action, busilist, changed));
}

function parse(text: string): Record<string, any> {
  try {
    return JSON.parse(text) as Record<string, any>;
  } catch {
    return {};
  }
}
