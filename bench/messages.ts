import { type Partner, restBody, signedMessage } from '../test/support/partner.ts';
import type { Shot } from './load.ts';

/** S1 0101, equipment: only what its rules demand, about 340 bytes. */
const SAMPLE = {
  equipmentCode: '',
  equipmentCategory: '电梯',
  equipmentClass: '曳引驱动电梯',
  equipmentVariety: '乘客电梯',
  equipmentName: '电梯',
  productNumber: 'T1',
  manufacturerName: '示例厂',
  manufactureDate: '2024-03-15',
  equipmentStatus: '未投入使用',
  regionCode: '320000',
  updateTime: '2025-09-01 08:00:00',
};
const CODE = '120101';

/** How a client writes a quotation mark in an element's text; both are right, and a parser feels the difference. */
export type Quotes = 'bare' | 'escaped';

/** Messages of one application; every record and every message id is new. */
export class Messages {
  readonly #partner: Partner;
  readonly #path: string;
  readonly #code: string;
  #serial = 0;

  constructor(partner: Partner, path: string, code = CODE) {
    this.#partner = partner;
    this.#path = path;
    this.#code = code;
  }

  record(): Readonly<Record<string, string>> {
    this.#serial += 1;
    return { ...SAMPLE, equipmentCode: `3110320000${String(this.#serial).padStart(10, '0')}` };
  }

  records(count: number): readonly object[] {
    return Array.from({ length: count }, () => this.record());
  }

  /** By REST, `busilist` as an array. */
  rest(action: string, list: readonly object[]): Shot {
    const body = restBody(signedMessage(this.#partner, this.#code, action, list));
    return { path: this.#path, headers: { 'content-type': 'application/json' }, body };
  }

  /** By SOAP 1.2. */
  soap(action: string, list: readonly object[], quotes: Quotes = 'bare'): Shot {
    const message = signedMessage(this.#partner, this.#code, action, list);
    const members = (['appid', 'busicode', 'action', 'busilist', 'random', 'sign'] as const)
      .map((name) => `<t:${name}>${escapeText(message[name], quotes)}</t:${name}>`)
      .join('');
    const body = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:t="urn:tonggui:special-equipment:1.0"><s:Body><t:exchange>${members}</t:exchange></s:Body></s:Envelope>`;
    const headers = { 'content-type': 'application/soap+xml; charset=utf-8' };
    return { path: this.#path, headers, body };
  }
}

/** What a query by primary key holds. */
export const keyOf = ({ equipmentCode }: Readonly<Record<string, string>>) => ({ equipmentCode });

/** S1's success in a body of JSON, or in the text of an XML element. */
export function isAccepted(body: string): boolean {
  return /(?:"|&quot;)result(?:"|&quot;):(?:"|&quot;)0001/.test(body);
}

function escapeText(text: string, quotes: Quotes): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return quotes === 'escaped' ? escaped.replaceAll('"', '&quot;') : escaped;
}
