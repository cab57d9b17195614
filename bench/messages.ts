import { readFileSync } from 'node:fs';
import { type Partner, restBody, signedMessage } from '../test/support/partner.ts';
import type { Shot } from './load.ts';

interface RuleFile {
  readonly 'x-primaryKey': readonly string[];
  readonly 'x-examples': { readonly good: readonly Readonly<Record<string, unknown>>[] };
}

const RULES = JSON.parse(
  readFileSync('src/standards/special-equipment/rules/s1/0101.json', 'utf8'),
) as RuleFile;
const KEY = RULES['x-primaryKey'][0]!;
const SAMPLE = RULES['x-examples'].good[0]!;
const CODE = '120101';

let serial = Date.now() % 100_000;

/** A fresh valid record: the rule file's own example under a key of its own. */
export function record(): Readonly<Record<string, unknown>> {
  const key = String(SAMPLE[KEY]);
  serial += 1;
  return { ...SAMPLE, [KEY]: key.slice(0, -8) + String(serial).padStart(8, '0') };
}

export const records = (count: number) => Array.from({ length: count }, record);

/** A message by REST, busilist as an array. */
export function restShot(partner: Partner, path: string, action: string, list: unknown): Shot {
  const body = restBody(signedMessage(partner, CODE, action, list));
  return { path, headers: { 'content-type': 'application/json' }, body };
}

/** The same by SOAP 1.2, text escaped as Java stubs do: quotes bare. */
export function soapShot(partner: Partner, path: string, action: string, list: unknown): Shot {
  const message = signedMessage(partner, CODE, action, list);
  const members = (['appid', 'busicode', 'action', 'busilist', 'random', 'sign'] as const)
    .map((name) => `<t:${name}>${escapeText(message[name])}</t:${name}>`)
    .join('');
  const body = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:t="urn:tonggui:special-equipment:1.0"><s:Body><t:exchange>${members}</t:exchange></s:Body></s:Envelope>`;
  return { path, headers: { 'content-type': 'application/soap+xml; charset=utf-8' }, body };
}

export const keyOf = (entry: Readonly<Record<string, unknown>>) => ({ [KEY]: entry[KEY] });

const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
