import { riskPoint } from '../test/support/s5.ts';
import { type Child, startChild } from './child.ts';
import type { Comparison, Contender } from './contenders.ts';
import type { Gateway } from './gateway.ts';
import type { Shot } from './load.ts';
import { keyOf, type Messages } from './messages.ts';

/** What the gateway is measured against, each in a process of its own. */
export interface Rivals {
  readonly echo: Child;
  readonly nodeSoap: Child;
}

const RIVALS = { echo: 'bench/rivals/express-echo.ts', nodeSoap: 'bench/rivals/node-soap.ts' } as const;

/** Starts a bare Express echo, and a bare node-soap server for the gateway's own WSDL. */
export async function startRivals(wsdlFile: string): Promise<Rivals> {
  const start = (program: string, ...args: string[]) => startChild(['--import', 'tsx', program, ...args]);
  return { echo: await start(RIVALS.echo), nodeSoap: await start(RIVALS.nodeSoap, wsdlFile) };
}

const BULK = 2000;

/** Every comparison that the README tells; `scale` shrinks the numbers of requests. */
export function comparisons(
  gateway: Gateway,
  { echo, nodeSoap }: Rivals,
  messages: Messages,
  known: Readonly<Record<string, string>>,
  scale: number,
): readonly Comparison[] {
  const { exchange, child } = gateway;
  const ours = (make: () => Shot): Contender => ({ origin: exchange.origin, child, make, isGood: accepted });
  const echoed = (make: () => Shot) => rival(echo, '/echo', make, (body) => body.length > 2);
  const parsed = (make: () => Shot) => rival(nodeSoap, '/soap', make, accepted);
  const query = () => messages.rest('04', [keyOf(known)]);
  const add = () => messages.rest('01', [messages.record()]);
  const soapQuery = () => messages.soap('04', [keyOf(known)]);
  const soapAdd = () => messages.soap('01', [messages.record()]);
  const bulk = () => messages.rest('01', messages.records(BULK));
  const bulkBare = () => messages.soap('01', messages.records(BULK));
  const bulkEscaped = () => messages.soap('01', messages.records(BULK), 'escaped');
  const syndata = () => syndataShot(gateway.token, BULK);
  const small = { count: Math.ceil(4000 * scale), connections: 50 };
  const alone = { count: Math.ceil(1000 * scale), connections: 1 };
  const large = { count: Math.ceil(20 * scale), connections: 2 };
  const crowd = { count: Math.ceil(4000 * scale), connections: 200 };
  const compared = (
    title: string,
    load: { readonly count: number; readonly connections: number },
    contenders: Comparison['contenders'],
    aim?: number,
  ): Comparison => ({ title, ...load, contenders, ...(aim !== undefined && { aim }) });
  return [
    compared('REST query ÷ Express echo', small, [ours(query), echoed(query)], 0.5),
    compared('REST add ÷ Express echo', small, [ours(add), echoed(add)], 0.5),
    compared('SOAP query ÷ REST query', small, [ours(soapQuery), ours(query)], 0.8),
    compared('SOAP add ÷ REST add', small, [ours(soapAdd), ours(add)], 0.8),
    compared('SOAP add ÷ node-soap parsing', small, [ours(soapAdd), parsed(soapAdd)]),
    compared('REST add ÷ Express echo, 1 client', alone, [ours(add), echoed(add)]),
    compared('REST add ÷ Express echo, 200 clients', crowd, [ours(add), echoed(add)]),
    compared('2,000 records by REST ÷ Express echo', large, [ours(bulk), echoed(bulk)]),
    compared('syndata of 2,000 items (S5) ÷ Express echo', large, [ours(syndata), echoed(syndata)]),
    compared(
      '2,000 records by SOAP ÷ node-soap parsing, quotes bare',
      large,
      [ours(bulkBare), parsed(bulkBare)],
      1,
    ),
    compared(
      '2,000 records by SOAP ÷ node-soap parsing, `&quot;`',
      large,
      [ours(bulkEscaped), parsed(bulkEscaped)],
      1,
    ),
  ];
}

/** The same bytes to another server. */
function rival(child: Child, path: string, make: () => Shot, isGood: (body: string) => boolean): Contender {
  const origin = `http://127.0.0.1:${String(child.facts['port'])}`;
  return { origin, child, make: () => ({ ...make(), path }), isGood };
}

/** S5 A.3: risk points, each new. */
function syndataShot(access_token: string, count: number): Shot {
  const data = Array.from({ length: count }, () => riskPoint());
  const headers = { 'content-type': 'application/json' };
  return {
    path: '/jsdspcloud/servlet/syndata',
    headers,
    body: JSON.stringify({ access_token, txcode: '0101', data }),
  };
}

const accepted = (body: string) => body.includes('0001') || body.startsWith('{"status":"0"');
