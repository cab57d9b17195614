import { createSoapChannel } from '../../../src/channels/soap/soap-channel.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import type { HttpSpeaker } from '../channels.ts';
import { SERVICE } from '../service.ts';

const channel = createSoapChannel();
const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const speaker = (mediaType: string, namespace: string): HttpSpeaker => {
  const envelope = (content: string) =>
    `<s:Envelope xmlns:s="${namespace}"><s:Body>${content}</s:Body></s:Envelope>`;
  const element = (name: string, content: string) =>
    `<t:${name} xmlns:t="${SERVICE.namespace}">${content}</t:${name}>`;
  return {
    mediaType,
    channel,
    operation: 'say',
    write: (members) => {
      const parts = Object.entries(members).map(([name, text]) => element(name, escapeText(text)));
      return {
        body: Buffer.from(envelope(element('say', parts.join('')))),
        parameters: { charset: 'utf-8' },
      };
    },
    read: (body, member) => {
      const found = readXml(body.replace(/^<\?xml.*?\?>\s*/, '')).children[0]?.children[0]?.children;
      return found?.find(({ local }) => local === member)?.text;
    },
    garbage: [
      '<',
      'plain text',
      '<!DOCTYPE x><x/>',
      envelope(''),
      envelope(element('unknown', '')),
      envelope(element('say', element('text', 'x'))).slice(0, -5),
    ],
  };
};

export const soap11 = speaker('text/xml', 'http://schemas.xmlsoap.org/soap/envelope/');
export const soap12 = speaker('application/soap+xml', 'http://www.w3.org/2003/05/soap-envelope');
