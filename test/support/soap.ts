import type { Message } from './partner.ts';

export const SOAP_NAMESPACES = {
  soap11: { envelope: 'http://schemas.xmlsoap.org/soap/envelope/', type: 'text/xml; charset=utf-8' },
  soap12: {
    envelope: 'http://www.w3.org/2003/05/soap-envelope',
    type: 'application/soap+xml; charset=utf-8',
  },
} as const;

export type SoapVersion = keyof typeof SOAP_NAMESPACES;

/** A hand-written envelope, as an integrator without a stack would send it. */
export function soapEnvelope(version: SoapVersion, message: Message): string {
  const members = (['appid', 'busicode', 'action', 'busilist', 'random', 'sign'] as const)
    .map((name) => `<t:${name}>${escapeText(message[name])}</t:${name}>`)
    .join('');
  return (
    `<s:Envelope xmlns:s="${SOAP_NAMESPACES[version].envelope}"><s:Body>` +
    `<t:exchange xmlns:t="urn:tonggui:special-equipment:1.0">${members}</t:exchange></s:Body></s:Envelope>`
  );
}

/** The text of an element of an answer, by its local name. */
export function elementText(xml: string, name: string): string | undefined {
  const found = new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}>`).exec(xml);
  return found?.[1]
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
