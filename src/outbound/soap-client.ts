import type { CallResult } from '../envelope/call-result.ts';
import type { Member } from '../envelope/raw-message.ts';
import { TextError } from '../text/text-error.ts';
import { decodeXml } from '../text/xml-decode.ts';
import { readXml } from '../text/xml-reader.ts';
import { failedResult, notUnderstood } from './failed-result.ts';
import type { HttpAnswer, HttpCaller } from './http-caller.ts';
import { readSoapAnswer, SoapAnswerError } from './soap-answer.ts';
import { type SoapOperation, soapHeaders, writeEnvelope } from './soap-envelope.ts';

export interface SoapCall extends SoapOperation {
  readonly url: string;
  /** The operation's soapAction, if the WSDL has one. */
  readonly action?: string;
  readonly members: ReadonlyMap<string, Member>;
  /** Beside those of the wire form, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly onSent?: ((bytes: number) => void) | undefined;
}

const MEDIA_TYPES = { '1.1': 'text/xml', '1.2': 'application/soap+xml' } as const;

/** Calls a document/literal wrapped operation and reads the answer strictly; a Fault is a result too. */
export async function callSoap(caller: HttpCaller, call: SoapCall): Promise<CallResult> {
  const body = Buffer.from(writeEnvelope(call, call.members), 'utf8');
  const headers = { ...call.headers, ...soapHeaders(call.version, call.action) };
  try {
    return readAnswer(await caller.send({ url: call.url, headers, body, onSent: call.onSent }), call);
  } catch (error) {
    return failedResult(error);
  }
}

function readAnswer({ status, mediaType, body }: HttpAnswer, operation: SoapOperation): CallResult {
  if (mediaType !== MEDIA_TYPES[operation.version])
    return notUnderstood(status, `HTTP ${status} with ${mediaType || 'no media type'} instead of SOAP`);
  try {
    return readSoapAnswer(readXml(decodeXml(body).text), operation, status);
  } catch (error) {
    if (error instanceof SoapAnswerError) return notUnderstood(status, `HTTP ${status}: ${error.message}`);
    if (error instanceof TextError)
      return notUnderstood(status, `HTTP ${status} with XML that cannot be read: ${error.message}`);
    throw error;
  }
}
