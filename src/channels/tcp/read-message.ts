import { randomUUID } from 'node:crypto';
import { sm3Hex } from '../../crypto/digest.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { Member, Peer, RawMessage } from '../../envelope/raw-message.ts';
import { readJsonBody } from '../../text/read-json-body.ts';
import type { Asked } from './find-asked.ts';
import type { Frame } from './framing.ts';

const NO_MEMBERS: ReadonlyMap<string, Member> = new Map();

/** Makes a message of a frame; one that cannot be read says so in `unreadable`, so that it is audited too. */
export function readMessage(frame: Frame, peer: Peer, asked: Asked, jsonDepth: number): RawMessage {
  const message = messageOf(frame, peer, asked);
  try {
    if (frame.fault) throw frame.fault;
    const { list } = asked.operation.http;
    return { ...message, members: readJsonBody(frame.body, list, { depth: jsonDepth }) };
  } catch (thrown) {
    return { ...message, unreadable: ExchangeError.from(thrown) };
  }
}

function messageOf({ body }: Frame, peer: Peer, { standard, operation }: Asked): RawMessage {
  return {
    id: randomUUID(),
    wire: 'tcp',
    standard,
    operation: operation.name,
    address: `tcp:${operation.name}`,
    members: NO_MEMBERS,
    headers: {},
    peer,
    receivedAt: new Date(),
    body: { bytes: body.length, digest: sm3Hex(body) },
  };
}
