import type { HttpReply, HttpRequest } from '../../envelope/http-channel.ts';
import type { AnswerName, MessageName } from './message-forms.ts';
import type { Members } from './read-structure.ts';

/** A message of UDDI whose form is right. */
export interface ReceivedMessage {
  readonly name: MessageName;
  readonly members: Members;
}

export interface MessageAnswer {
  readonly name: AnswerName;
  readonly content: object;
}

/** One form that messages have on the wire. */
export interface RegistryWire {
  /** For the audit. */
  readonly name: 'soap11' | 'rest';
  /** Throws UddiError, SoapFault or ExchangeError. */
  read(request: HttpRequest): ReceivedMessage;
  write(answer: MessageAnswer): HttpReply;
  refuse(thrown: unknown): HttpReply;
}
