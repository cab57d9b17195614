import { randomUUID } from 'node:crypto';
import type { Settings } from './settings.ts';
import { type Fields, sign, verify } from './signer.ts';

/** The six members of Table 5; all of them text, `busilist` is JSON text. */
export interface Request {
  readonly appid: string;
  readonly busicode: string;
  readonly action: string;
  readonly busilist: string;
  readonly random: string;
  readonly sign: string;
}

/** An answer as it came; `fault` is the code of a SOAP Fault. S2 answers without appid and busicode. */
export interface Answer {
  readonly appid?: string;
  readonly busicode?: string;
  readonly datalist?: string;
  readonly random?: string;
  readonly sign?: string;
  readonly fault?: string;
}

/** What `datalist` says: result 0001 done, 0000 refused; records only in the answer to a query. */
export interface Result {
  readonly result: string;
  readonly message: string;
  readonly code?: string;
  readonly counts?: Readonly<Record<'created' | 'updated' | 'unchanged' | 'deleted', number>>;
  readonly busilist?: readonly Record<string, unknown>[];
}

export const ACTIONS = { add: '01', modify: '02', delete: '03', query: '04' } as const;

/** A signed request with an id of its own. */
export function compose(
  settings: Settings,
  action: string,
  busicode: string,
  items: readonly unknown[],
): Request {
  const members = {
    appid: settings.appid,
    busicode,
    action,
    busilist: JSON.stringify(items),
    random: randomUUID(),
  };
  return { ...members, sign: sign(settings.profile, settings.secret, Object.entries(members)) };
}

/**
 * Reads an answer only after its sign and the echoed id have proved to be right. A Fault carries the signed
 * answer too, unless the gateway could not tell who was calling.
 */
export function read(settings: Settings, request: Request, answer: Answer): Result {
  if (answer.fault && !answer.sign) throw new Error(`SOAP Fault ${answer.fault}`);
  const { appid = '', busicode = '', datalist = '', random = '' } = answer;
  const tail: Fields = [
    ['datalist', datalist],
    ['random', random],
  ];
  const head: Fields = [
    ['appid', appid],
    ['busicode', busicode],
  ];
  const signed = settings.standard === 's1' ? [...head, ...tail] : tail;
  if (!verify(settings.profile, settings.secret, signed, answer.sign ?? '')) {
    throw new Error('the sign of the answer is wrong');
  }
  if (random !== request.random) throw new Error('the answer belongs to another request');
  return JSON.parse(datalist);
}
