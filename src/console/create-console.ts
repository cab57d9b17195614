import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { FILE_LIMITS } from '../record-files/record-file.ts';
import { answerError } from './answer-error.ts';
import { applicationEndpoints } from './api/application-endpoints.ts';
import { interfaceEndpoints } from './api/interface-endpoints.ts';
import { operationEndpoints } from './api/operation-endpoints.ts';
import { operatorEndpoints } from './api/operator-endpoints.ts';
import { publisherEndpoints } from './api/publisher-endpoints.ts';
import { recordEndpoints } from './api/record-endpoints.ts';
import { sessionEndpoints } from './api/session-endpoints.ts';
import { createAudit } from './audit.ts';
import { ConsoleError } from './console-error.ts';
import type { Actor, Endpoint } from './endpoint.ts';
import { createGuard, type Guard, peerOf } from './guard.ts';
import { checkReadiness } from './health.ts';
import type { ConsoleOptions } from './parts.ts';
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts';
import { createSessions } from './sessions.ts';
import { createFindSignedIn } from './signed-in.ts';

/** The console with the endpoints that its API offers, each behind the guard. */
export interface Console {
  readonly app: Express;
  readonly endpoints: readonly Endpoint[];
}

const PAGES = fileURLToPath(new URL('./pages/', import.meta.url));
/** Before sign-in nothing long is read. */
const BODY_LIMIT = { open: '8kb', known: '4mb', file: FILE_LIMITS.bytes };

/** The admin listener's application: health, metrics, the admin API and the pages over it. */
export function createConsole(options: ConsoleOptions): Console {
  const sessions = createSessions(options.sessions);
  const audit = createAudit(options.ledger);
  const signedIn = createFindSignedIn(sessions, options.operators);
  const guard = createGuard(options, signedIn, audit);
  const endpoints = [
    ...sessionEndpoints({ operators: options.operators, sessions, signedIn, audit }),
    ...operatorEndpoints(options, audit),
    ...applicationEndpoints(options.applications, audit),
    ...operationEndpoints(options, audit),
    ...(options.interfaces ? interfaceEndpoints(options.interfaces, audit) : []),
    ...(options.publishers ? publisherEndpoints(options.publishers, audit) : []),
    ...(options.records ? recordEndpoints(options.applications, options.records) : []),
  ];
  const app = express();
  app.disable('x-powered-by').set('trust proxy', false).set('query parser', 'simple').set('etag', false);
  app.use(protect(options.secure));
  serveHealth(app, options);
  app.use('/api', noStore);
  for (const endpoint of endpoints) serveEndpoint(app, endpoint, guard, options.secure);
  app.use('/api', () => {
    throw new ConsoleError('NOT_FOUND');
  });
  app.use(express.static(PAGES, { index: 'index.html', redirect: false, cacheControl: false }));
  app.use(() => {
    throw new ConsoleError('NOT_FOUND');
  });
  app.use(answerError(options.failed ?? (() => undefined)));
  return { app, endpoints };
}

/** Nothing but the console's own files may load, and nobody may frame it. */
function protect(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure,
    xFrameOptions: { action: 'deny' },
  });
}

function serveHealth(app: Express, options: ConsoleOptions): void {
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/health/ready', async (_request, response) => {
    const readiness = await checkReadiness(options);
    response.status(readiness.status === 'not ready' ? 503 : 200).json(readiness);
  });
  app.get('/metrics', async (_request, response) => {
    const text = await options.metrics.text();
    response.setHeader('Content-Type', options.metrics.contentType);
    response.end(text);
  });
}

function noStore(_request: Request, response: Response, next: () => void): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

function serveEndpoint(app: Express, endpoint: Endpoint, guard: Guard, secure: boolean): void {
  const identify = async (request: Request, response: Response, next: () => void) => {
    response.locals['actor'] = await guard(request, endpoint);
    next();
  };
  const read = readBody(endpoint);
  const run = async (request: Request, response: Response) => {
    const answer = await endpoint.run({
      actor: response.locals['actor'] as Actor | undefined,
      sessionId: readSessionCookie(request.headers.cookie, secure),
      peer: peerOf(request),
      parameters: request.params as Readonly<Record<string, string>>,
      query: request.query,
      body: bodyOf(endpoint, request),
      setSession: (id) => response.setHeader('Set-Cookie', writeSessionCookie(id, secure)),
    });
    response.json(answer);
  };
  app[endpoint.method](`/api${endpoint.path}`, identify, read, run);
}

/** An empty file is one too; the parser gives nothing for it. */
function bodyOf({ body }: Endpoint, request: Request): unknown {
  return body === 'file' && !Buffer.isBuffer(request.body) ? Buffer.alloc(0) : (request.body as unknown);
}

/** A file is not inflated on the way: what it may unpack to is for whoever reads it to limit. */
function readBody({ open, body }: Endpoint): RequestHandler {
  if (body === 'file') return express.raw({ limit: BODY_LIMIT.file, type: () => true, inflate: false });
  return express.json({ limit: open ? BODY_LIMIT.open : BODY_LIMIT.known, type: 'application/json' });
}
