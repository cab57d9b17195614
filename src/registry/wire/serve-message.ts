import type { HttpRequest } from '../../envelope/http-channel.ts';
import type { Inquiry, Publication, Registry } from '../messages.ts';
import { UddiError } from '../uddi-error.ts';
import { reportOf, SUCCESS } from './disposition.ts';
import { type InquiryName, MESSAGES, type MessageName, type PublicationName } from './message-forms.ts';
import type { MessageAnswer, ReceivedMessage } from './wire.ts';

/** Who may publish, and the tokens that stand for them. What they refuse is an ExchangeError. */
export interface PublisherAccounts {
  /** An authToken for what get_authToken says; `peer` is the sender's address. */
  issueToken(name: string, credential: string, peer: string): Promise<string>;
  /** Throws TOKEN_INVALID, with the reason TOKEN_EXPIRED where it was one. */
  publisherOf(token: string): Promise<string>;
  discardToken(token: string): Promise<void>;
}

export interface ServeOptions {
  readonly registry: Registry;
  readonly publishers: PublisherAccounts;
  /** Whether an inquiry needs an authToken too. */
  readonly inquiry: 'open' | 'authenticated';
  /**
   * Who else may inquire where inquiry is not open, told by what an HTTP request carries; undefined when it says nothing
   * of them, so that an authToken is looked for. What it refuses is an ExchangeError.
   */
  readonly inquirer?: (request: HttpRequest) => Promise<string | undefined>;
}

/** Called with the publisher as soon as its token is proved. */
export type Proved = (publisher: string) => void;

/** Answers messages whose form is right; throws UddiError or ExchangeError. */
export function createMessageService({ registry, publishers, inquiry, inquirer }: ServeOptions) {
  return async (message: ReceivedMessage, request: HttpRequest, proved: Proved): Promise<MessageAnswer> => {
    const { name } = message;
    const { authInfo, ...content } = message.members;
    if (name === 'get_authToken') {
      const { userID, cred } = content as { userID: string; cred: string };
      return {
        name: 'authToken',
        content: { authInfo: await publishers.issueToken(userID, cred, request.peer.address) },
      };
    }
    const token = tokenOf(authInfo, request);
    if (name === 'discard_authToken') {
      await publishers.discardToken(needed(token));
      return { name: 'dispositionReport', content: reportOf(SUCCESS) };
    }
    if (isInquiry(name)) {
      if (inquiry === 'authenticated') {
        proved((await inquirer?.(request)) ?? (await publishers.publisherOf(needed(token))));
      }
      return answerTo(name, registry.inquire(name, content as unknown as Inquiry[InquiryName][0]));
    }
    const publisher = await publishers.publisherOf(needed(token));
    proved(publisher);
    const done = await registry.publish(
      name,
      content as unknown as Publication[PublicationName][0],
      publisher,
    );
    return answerTo(name, done, publisher);
  };
}

function isInquiry(name: MessageName): name is InquiryName {
  return MESSAGES[name].api === 'inquiry';
}

/** Gives what the registry answers the form of its element, where that holds more or other than the registry says. */
function answerTo(name: MessageName, content: object, publisher?: string): MessageAnswer {
  const { answer } = MESSAGES[name];
  if (answer === 'dispositionReport') return { name: answer, content: reportOf(SUCCESS) };
  if (answer === 'publisherAssertions')
    return { name: answer, content: { authorizedName: publisher, ...content } };
  if (answer !== 'businessDetailExt') return { name: answer, content };
  const { businessEntity, truncated } = content as Inquiry['get_businessDetailExt'][1];
  return {
    name: answer,
    content: { truncated, businessEntityExt: businessEntity.map((entity) => ({ businessEntity: entity })) },
  };
}

/** From the message or from `Authorization: Bearer`; two that differ are no one's. */
function tokenOf(authInfo: unknown, { headers }: HttpRequest): string | undefined {
  const told = typeof authInfo === 'string' && authInfo !== '' ? authInfo : undefined;
  const bearer = /^bearer +([^ ]+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (told !== undefined && bearer !== undefined && told !== bearer) {
    throw new UddiError('E_authTokenRequired', 'authInfo and Authorization name two tokens');
  }
  return told ?? bearer;
}

function needed(token: string | undefined): string {
  if (token === undefined)
    throw new UddiError('E_authTokenRequired', 'authInfo or Authorization: Bearer is missing');
  return token;
}
