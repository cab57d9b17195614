import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector, request } from 'undici';
import { z } from 'zod';
import { dataFiles } from '../config/data-files.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';
import { gatewayConfig } from './gateway-config.ts';
import type { GatewayOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Asks the running gateway; answers what it answered, or throws CommandError with what it said. */
export interface AdminClient {
  get(path: string): Promise<unknown>;
  /** `seconds`: how long the answer may take. */
  post(path: string, body: unknown, seconds?: number): Promise<unknown>;
  /** A merge patch (RFC 7396). */
  patch(path: string, body: unknown): Promise<unknown>;
}

const runningShape = z.object({ admin: z.url() });
const refusalShape = z.object({ error: z.object({ message: z.string() }) });
const SECONDS = 30;

/** Finds the gateway that runs on the data folder, by the two files that `serve` keeps there. */
export function adminClient(terminal: Terminal, options: GatewayOptions): AdminClient {
  const { config } = gatewayConfig(terminal, options);
  const files = dataFiles(config.data);
  const running = readRunning(files.gateway);
  const key = readOwn(files.adminKey);
  if (running === undefined || key === undefined) throw notRunning(config.data);
  const call = async (
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
    seconds = SECONDS,
  ): Promise<unknown> => {
    const dispatcher = agentFor(config.admin.tls?.certificate);
    try {
      const answer = await request(`${running}${path}`, {
        dispatcher,
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(seconds * 1000),
      });
      return readAnswer(answer.statusCode, await answer.body.text());
    } catch (error) {
      throw error instanceof CommandError ? error : notRunning(config.data);
    } finally {
      await dispatcher.close();
    }
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body, seconds) => call('POST', path, body, seconds),
    patch: (path, body) => call('PATCH', path, body),
  };
}

function readRunning(file: string): string | undefined {
  const text = readOwn(file);
  if (text === undefined) return undefined;
  const parsed = runningShape.safeParse(jsonOf(text));
  return parsed.success ? parsed.data.admin : undefined;
}

/** A small file of the data folder, without its line end; undefined when it cannot be read. */
function readOwn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Over TLS only the configured certificate itself is trusted: names and authorities do not matter here. */
function agentFor(certificate: string | undefined): Agent {
  if (certificate === undefined) return new Agent();
  const expected = new X509Certificate(readFileSync(certificate)).fingerprint256;
  const connect = buildConnector({ rejectUnauthorized: false });
  return new Agent({
    connect: (options, done) =>
      connect(options, (error, socket) => {
        if (error !== null) return done(error, null);
        const known =
          socket instanceof TLSSocket && socket.getPeerX509Certificate()?.fingerprint256 === expected;
        if (known) return done(null, socket);
        socket.destroy();
        done(new Error('the admin address has another certificate'), null);
      }),
  });
}

function readAnswer(status: number, text: string): unknown {
  const answer = jsonOf(text);
  if (status < 400) return answer;
  const refusal = refusalShape.safeParse(answer);
  const said = refusal.success ? refusal.data.error.message : `HTTP ${status}`;
  throw new CommandError(isForNow(status) ? EXIT.unreachable : EXIT.refused, explain(status, said));
}

/** Too many attempts, or a gateway that cannot at present. */
function isForNow(status: number): boolean {
  return status === 429 || status === 503;
}

function explain(status: number, said: string): string {
  return status === 401
    ? `the gateway does not know the key file of this data folder (${said}); is --data right?`
    : said;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notRunning(data: string): CommandError {
  return new CommandError(
    EXIT.unreachable,
    `no gateway runs on the data folder ${data}; start one with: tonggui serve --data ${data}`,
  );
}
