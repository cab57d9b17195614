import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { signRequest } from '../crypto/sign-request.ts';
import type { SignSettings } from '../envelope/application.ts';
import type { Member } from '../envelope/raw-message.ts';
import type { DemoApplication } from '../gateway.ts';
import { writeJson } from '../outbound/rest-client.ts';
import { soapHeaders, writeEnvelope } from '../outbound/soap-envelope.ts';
import { REQUEST_SIGNED } from '../standards/special-equipment/members.ts';

/** A call that can be pasted into a shell. */
export interface DemoCall {
  readonly title: string;
  readonly shell: string;
}

/** The kind of data that the demo shows in each edition: equipment (S1 0101), registration (S2 003). */
const SHOWN = {
  s1: { business: '120101', rules: 's1/0101.json' },
  s2: { business: '003', rules: 's2/003.json' },
} as const;

const requiredShape = z.object({ required: z.array(z.string()).default([]) });
const rulesShape = requiredShape.extend({
  allOf: z.array(z.record(z.string(), z.unknown())).default([]),
  'x-primaryKey': z.array(z.string()).min(1),
  'x-examples': z.object({ good: z.array(z.record(z.string(), z.unknown())).min(1) }),
});

/** Signed calls for a demo application: the first two may be pasted again and answer the same, the query once. */
export function demoCalls(url: string, namespace: string, demo: DemoApplication): readonly DemoCall[] {
  const { business, rules } = SHOWN[demo.standard === 's2' ? 's2' : 's1'];
  const { required, allOf, 'x-primaryKey': primaryKey, 'x-examples': examples } = readRules(rules);
  // A literal SM4 sign is twice as long as its message, so the records are as short as the rules allow.
  const conditional = allOf.flatMap((part) => requiredShape.parse(part['then'] ?? {}).required);
  const sample = pick(examples.good[0]!, [...required, ...conditional]);
  const records = [sample, sample].map((record) => withFreshKey(record, primaryKey));
  const [first, second] = records.map((record) => JSON.stringify([record]));
  const criteria = JSON.stringify(records.map((record) => pick(record, primaryKey)));
  const signed = (action: string, busilist: string, kind: Member['kind']) =>
    signedMembers(demo, { business, action, busilist, kind });
  return [
    { title: 'Add a record by REST', shell: restCall(url, signed('01', first!, 'json')) },
    { title: 'Add another by SOAP 1.2', shell: soapCall(url, namespace, signed('01', second!, 'text')) },
    { title: 'Query both by REST', shell: restCall(url, signed('04', criteria, 'json')) },
  ];
}

function readRules(path: string): z.infer<typeof rulesShape> {
  const file = new URL(`../standards/special-equipment/rules/${path}`, import.meta.url);
  return rulesShape.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Another start may find the records of an earlier demo, which belong to another application. */
function withFreshKey(
  record: Readonly<Record<string, unknown>>,
  primaryKey: readonly string[],
): Readonly<Record<string, unknown>> {
  const fresh = primaryKey.map((name) => [name, freshDigits(String(record[name]))] as const);
  return { ...record, ...Object.fromEntries(fresh) };
}

/** The last of the longest digits anew, six at most. */
function freshDigits(text: string): string {
  const [longest = ''] = (text.match(/\d+/g) ?? []).sort((one, other) => other.length - one.length);
  const end = text.lastIndexOf(longest) + longest.length;
  const length = Math.min(6, longest.length);
  const digits = String(randomInt(1, 10 ** length)).padStart(length, '0');
  return text.slice(0, end - length) + digits + text.slice(end);
}

function pick(record: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

interface DemoMessage {
  readonly business: string;
  readonly action: string;
  readonly busilist: string;
  readonly kind: Member['kind'];
}

function signedMembers({ appid, secret, profile }: DemoApplication, message: DemoMessage) {
  const settings: SignSettings = { profile, order: 'table', lenientCase: false, keys: [{ value: secret }] };
  const members = new Map<string, Member>([
    ['appid', { kind: 'text', text: appid }],
    ['busicode', { kind: 'text', text: message.business }],
    ['action', { kind: 'text', text: message.action }],
    ['busilist', { kind: message.kind, text: message.busilist }],
    ['random', { kind: 'text', text: randomUUID() }],
  ]);
  return signRequest(members, REQUEST_SIGNED, settings);
}

function restCall(url: string, members: ReadonlyMap<string, Member>): string {
  return curl(url, 'application/json; charset=utf-8', writeJson(members));
}

function soapCall(url: string, namespace: string, members: ReadonlyMap<string, Member>): string {
  const envelope = writeEnvelope({ version: '1.2', namespace, operation: 'exchange' }, members);
  return curl(url, soapHeaders('1.2')['content-type']!, envelope);
}

/** A quoted here-document: no shell looks into the body, whatever quotes it holds. */
function curl(url: string, mediaType: string, body: string): string {
  const head = `curl -sS ${quote(url)} -H ${quote(`Content-Type: ${mediaType}`)} --data-binary @- <<'TONGGUI'`;
  return `${head}\n${body}\nTONGGUI`;
}

/** One word of a POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
