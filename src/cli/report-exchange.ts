import { memberText, quoteJson } from '../text/json.ts';
import type { ExchangeReport } from './exchange-client.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** What an exchange means for a script and for a reader. */
export interface Told {
  readonly exitCode: ExitCode;
  /** The datalist of a genuine answer, or what went wrong. */
  readonly line: string;
}

const VERDICTS = {
  'sign-missing': 'the answer carries no sign',
  'sign-mismatch': 'the sign of the answer does not match: another key, profile or order, or it was changed',
  'not-echoed': 'the answer belongs to another request: its random, appid or busicode differ',
} as const;

/** Tells what became of an exchange. Texts of an answer that is not genuine are quoted, never passed on. */
export function tellExchange({ result, verdict, datalist, random }: ExchangeReport): Told {
  if (result.kind === 'failed') {
    const again =
      result.delivered === 'unknown' ? `; it may have arrived: send it again with --random ${random}` : '';
    return { exitCode: EXIT.unreachable, line: `error: ${result.message}${again}` };
  }
  const fault = result.kind === 'fault' ? `Fault ${result.code}: ${quoteJson(result.reason)}` : undefined;
  if (verdict !== 'genuine') {
    const why = VERDICTS[verdict ?? 'sign-missing'];
    const said = fault ?? `HTTP ${result.status}: ${quoteJson((datalist ?? '').slice(0, 300))}`;
    return { exitCode: EXIT.refused, line: `error: ${why}; it says ${said}` };
  }
  return { exitCode: succeeded(datalist) ? EXIT.ok : EXIT.refused, line: datalist ?? '' };
}

/** One exchange as one JSON line. */
export function exchangeJson(report: ExchangeReport): string {
  const { random, result, verdict, datalist } = report;
  const head = {
    random,
    verified: verdict === 'genuine',
    ...(verdict === undefined ? {} : { verdict }),
    ...(result.kind === 'failed' ? { failed: result.failure, delivered: result.delivered } : {}),
    ...(result.kind === 'fault' ? { fault: { code: result.code, reason: result.reason } } : {}),
    ...(result.status === undefined ? {} : { status: result.status }),
  };
  const text = datalist?.startsWith('{') ? datalist : quoteJson(datalist ?? '');
  const shown = datalist === undefined || verdict !== 'genuine' ? '' : `,"datalist":${text}`;
  return `${JSON.stringify(head).slice(0, -1)}${shown}}`;
}

/** A.2.3: `0001` is success, anything else is not. */
function succeeded(datalist: string | undefined): boolean {
  return datalist?.startsWith('{') === true && memberText(datalist, 'result') === '"0001"';
}
