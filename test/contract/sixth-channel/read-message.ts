import { randomUUID } from 'node:crypto';
import { sm3Hex } from '../../../src/crypto/digest.ts';
import { ExchangeError } from '../../../src/envelope/exchange-error.ts';
import type { Member, Peer, RawMessage } from '../../../src/envelope/raw-message.ts';
import { decodeUtf8 } from '../../../src/text/utf8.ts';
import type { Line } from './read-lines.ts';
import type { LineSettings } from './settings.ts';

/** Makes a message of a line `name=value&name=value`; one that cannot be read says so, so that it is audited too. */
export function readMessage(line: Line, peer: Peer, { standard, operation }: LineSettings): RawMessage {
  const message = {
    id: randomUUID(),
    wire: 'lines',
    standard,
    operation,
    address: `lines:${operation}`,
    headers: {},
    peer,
    receivedAt: new Date(),
    body: { bytes: line.bytes.length, digest: sm3Hex(line.bytes) },
  };
  try {
    return { ...message, members: membersOf(line) };
  } catch (thrown) {
    return { ...message, members: new Map(), unreadable: ExchangeError.from(thrown) };
  }
}

function membersOf({ bytes, whole }: Line): ReadonlyMap<string, Member> {
  if (!whole) throw new ExchangeError('TOO_LARGE');
  const members = new Map<string, Member>();
  for (const [name, text] of textOf(bytes).split('&').map(pairOf)) {
    if (members.has(name)) throw new ExchangeError('MALFORMED', { message: `参数${name.slice(0, 64)}重复` });
    members.set(name, { kind: 'text', text });
  }
  return members;
}

function textOf(bytes: Buffer): string {
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    throw new ExchangeError('MALFORMED', { message: '报文不是UTF-8编码', cause });
  }
}

function pairOf(pair: string): readonly [name: string, text: string] {
  const [name, text, ...more] = pair.split('=');
  try {
    if (name && text !== undefined && more.length === 0)
      return [decodeURIComponent(name), decodeURIComponent(text)];
  } catch (cause) {
    throw new ExchangeError('MALFORMED', { message: '参数编码错误', cause });
  }
  throw new ExchangeError('MALFORMED', { message: '参数应写为name=value' });
}
