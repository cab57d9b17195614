import type { HttpRequest } from '../../envelope/http-channel.ts';
import { TextError } from '../../text/text-error.ts';
import { isUtf8Charset } from '../../text/utf8.ts';
import { decodeXml } from '../../text/xml-decode.ts';
import type { XmlElement } from '../../text/xml-element.ts';
import { readXml, type XmlLimits } from '../../text/xml-reader.ts';
import { soapError } from './soap-problem.ts';
import { SOAP_VERSIONS } from './soap-version.ts';
import { xmlError } from './xml-problem.ts';

/** The root element of a request's body; charset, bytes and declaration must agree. */
export function readBody(request: HttpRequest, limits: Partial<XmlLimits>): XmlElement {
  if (!SOAP_VERSIONS.some((version) => version.mediaType === request.mediaType)) {
    throw soapError('SOAP_MEDIA_TYPE');
  }
  const charset = charsetOf(request);
  if (request.body.length === 0) throw soapError('SOAP_EMPTY');
  try {
    const { text, encoding } = decodeXml(request.body);
    if (charset !== undefined && charset !== encoding) throw soapError('SOAP_CHARSET_DIFFERS');
    return readXml(text, limits);
  } catch (thrown) {
    throw thrown instanceof TextError ? xmlError(thrown) : thrown;
  }
}

function charsetOf({ mediaParameters }: HttpRequest): string | undefined {
  const named = mediaParameters['charset'];
  if (named === undefined) return undefined;
  if (isUtf8Charset(named)) return 'utf-8';
  // WS-I has UTF-16 accepted too; the bytes must bear out either name.
  if (named.toLowerCase() !== 'utf-16') throw soapError('SOAP_CHARSET');
  return 'utf-16';
}
