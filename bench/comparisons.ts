import { riskPoint } from '../test/support/s5.ts';
import { type Child, startChild } from './child.ts';
import type { Comparison, Contender } from './contenders.ts';
import type { Gateway } from './gateway.ts';
import type { Shot } from './load.ts';
import { isAccepted, keyOf, type Messages } from './messages.ts';

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

/** Requests of a round, and how many of them at a time. */
const LOADS = {
  small: { count: 4000, connections: 50 },
  alone: { count: 1000, connections: 1 },
  large: { count: 20, connections: 2 },
  crowd: { count: 4000, connections: 200 },
} as const;

/** What is compared, before there are servers to compare. */
interface Plan {
  readonly title: string;
  readonly load: keyof typeof LOADS;
  readonly sides: (sides: Sides) => readonly [Contender, Contender];
  readonly aim?: number;
}

/** Every comparison of throughput that the README tells. */
const PLANS: readonly Plan[] = [
  {
    title: 'REST query ÷ Express echo',
    load: 'small',
    sides: ({ ours, echoed, query }) => [ours(query), echoed(query)],
    aim: 0.5,
  },
  {
    title: 'REST add ÷ Express echo',
    load: 'small',
    sides: ({ ours, echoed, add }) => [ours(add), echoed(add)],
    aim: 0.5,
  },
  {
    title: 'SOAP query ÷ REST query',
    load: 'small',
    sides: ({ ours, soapQuery, query }) => [ours(soapQuery), ours(query)],
    aim: 0.8,
  },
  {
    title: 'SOAP add ÷ REST add',
    load: 'small',
    sides: ({ ours, soapAdd, add }) => [ours(soapAdd), ours(add)],
    aim: 0.8,
  },
  {
    title: 'SOAP add ÷ node-soap parsing',
    load: 'small',
    sides: ({ ours, parsed, soapAdd }) => [ours(soapAdd), parsed(soapAdd)],
  },
  {
    title: 'REST add ÷ Express echo, 1 client',
    load: 'alone',
    sides: ({ ours, echoed, add }) => [ours(add), echoed(add)],
  },
  {
    title: 'REST add ÷ Express echo, 200 clients',
    load: 'crowd',
    sides: ({ ours, echoed, add }) => [ours(add), echoed(add)],
  },
  {
    title: '2,000 records by REST ÷ Express echo',
    load: 'large',
    sides: ({ ours, echoed, bulk }) => [ours(bulk), echoed(bulk)],
  },
  {
    title: 'syndata of 2,000 items (S5) ÷ Express echo',
    load: 'large',
    sides: ({ ours, echoed, syndata }) => [ours(syndata), echoed(syndata)],
  },
  {
    title: '2,000 records by SOAP ÷ node-soap parsing, quotes bare',
    load: 'large',
    sides: ({ ours, parsed, bulkBare }) => [ours(bulkBare), parsed(bulkBare)],
    aim: 1,
  },
  {
    title: '2,000 records by SOAP ÷ node-soap parsing, `&quot;`',
    load: 'large',
    sides: ({ ours, parsed, bulkEscaped }) => [ours(bulkEscaped), parsed(bulkEscaped)],
    aim: 1,
  },
];

/** The comparisons whose title is wanted; they begin once their servers stand. */
export function plannedComparisons(wanted: (title: string) => boolean): readonly Plan[] {
  return PLANS.filter(({ title }) => wanted(title));
}

/** A comparison between servers that stand; `scale` shrinks the number of requests. */
export function comparisonOf({ title, load, sides, aim }: Plan, between: Sides, scale: number): Comparison {
  const { count, connections } = LOADS[load];
  const contenders = sides(between);
  return {
    title,
    count: Math.ceil(count * scale),
    connections,
    contenders,
    ...(aim !== undefined && { aim }),
  };
}

type Make = () => Shot;
type Sides = ReturnType<typeof sidesOf>;

/** The gateway and its rivals, and the messages that they get. */
export function sidesOf(
  { exchange, child }: Gateway,
  { echo, nodeSoap }: Rivals,
  messages: Messages,
  known: Readonly<Record<string, string>>,
  token: string,
) {
  return {
    ours: (make: Make): Contender => ({ origin: exchange.origin, child, make, isGood: accepted }),
    echoed: (make: Make) => rival(echo, '/echo', make, (body) => body.length > 2),
    parsed: (make: Make) => rival(nodeSoap, '/soap', make, accepted),
    query: () => messages.rest('04', [keyOf(known)]),
    add: () => messages.rest('01', [messages.record()]),
    soapQuery: () => messages.soap('04', [keyOf(known)]),
    soapAdd: () => messages.soap('01', [messages.record()]),
    bulk: () => messages.rest('01', messages.records(BULK)),
    bulkBare: () => messages.soap('01', messages.records(BULK)),
    bulkEscaped: () => messages.soap('01', messages.records(BULK), 'escaped'),
    syndata: () => syndataShot(token, BULK),
  };
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

const accepted = (body: string) => isAccepted(body) || body.startsWith('{"status":"0"');
