import type { Application } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { HttpRequest } from '../envelope/http-channel.ts';
import type { Admission } from './admission.ts';
import type { Tokens } from './tokens.ts';

/** The application that asks by an HTTP request; undefined when the request says nothing of one. */
export type Inquirer = (
  request: Pick<HttpRequest, 'headers' | 'peer' | 'receivedAt'>,
) => Promise<string | undefined>;

export interface InquirerOptions {
  readonly applications: {
    find(id: string): Application | undefined;
    refresh(id: string): Promise<Application | undefined>;
  };
  readonly tokens: Pick<Tokens, 'callerOf' | 'confirm'>;
  readonly admission: Admission;
}

/** As tokens of applications are written; a publisher's has another form. */
const BEARER = /^bearer +([A-Za-z0-9_-]{43})$/i;

/**
 * Knows applications by the token that they exchange with. A signing secret is not asked for: it must never travel.
 * Throws TOKEN_INVALID, and whatever else stands against the application.
 */
export function createApplicationInquirer({ applications, tokens, admission }: InquirerOptions): Inquirer {
  return async (request) => {
    const token = BEARER.exec(request.headers['authorization'] ?? '')?.[1];
    if (token === undefined) return undefined;
    const caller = await tokens.callerOf(token, request.peer);
    const application = applications.find(caller) ?? (await applications.refresh(caller));
    if (!application) throw new ExchangeError('TOKEN_INVALID');
    await tokens.confirm(token, application);
    await admission.admit(application, request);
    return application.id;
  };
}
