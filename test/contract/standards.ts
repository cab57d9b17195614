import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createHttpChannels } from '../../src/channels/channels.ts';
import { CREDENTIAL_PROFILES } from '../../src/envelope/application.ts';
import type { Envelope } from '../../src/envelope/envelope.ts';
import { ERROR_CODES, type ErrorCode } from '../../src/envelope/error-code.ts';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { MountedService } from '../../src/envelope/http-channel.ts';
import type { Operation } from '../../src/envelope/operation.ts';
import type { Answer, Outcome } from '../../src/envelope/outcome.ts';
import type { Member, RawReply } from '../../src/envelope/raw-message.ts';
import type { Standard } from '../../src/envelope/standard.ts';
import { readJson } from '../../src/text/json.ts';
import { readXml } from '../../src/text/xml-reader.ts';
import { applicationOf, secretsOf } from './applications.ts';
import { inputSchemas, isFile, isRequired, validMessage, withMembers } from './messages.ts';

const CHINESE = /\p{Script=Han}/u;
const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
/** Profiles that sign alike every time, so that two answers can be compared. */
const REPEATABLE = ['MD5', 'SM4', 'SM4-SM3', 'HMAC-SM3'] as const;

const ODD_TEXTS = ['', ' ', '\0', '[', '{}', '\u{1f600}', '__proto__', 'a'.repeat(70_000), '-1', "' or 1=1"];
const ODD_SOURCES = ['null', 'true', '-1.50e+3', '[]', '[[1]]', '{}', `${'['.repeat(30)}${']'.repeat(30)}`];
/** Texts are anything; JSON members are well-formed sources, as channels hand them over. */
const ODD_MEMBERS: readonly Member[] = [
  ...ODD_TEXTS.map((text) => ({ kind: 'text', text }) as const),
  ...ODD_SOURCES.map((text) => ({ kind: 'json', text }) as const),
];

interface Case {
  readonly label: string;
  readonly standard: Standard;
  readonly operation: Operation;
}

/**
 * What every standard keeps to, whatever it says on the wire. It knows a standard by its contract alone: messages are
 * made from the operations' own shapes, so that a new standard is held to all of this by standing in the list. Those
 * `beside` are only looked at for names that are taken.
 */
export function describeStandards(standards: readonly Standard[], beside: readonly Standard[] = []): void {
  const named = standards.map((standard) => ({ name: standard.standard, standard }));
  const cases = standards.flatMap((standard) =>
    standard.operations.map((operation) => ({
      label: `${standard.standard} ${operation.name}`,
      standard,
      operation,
    })),
  );
  describe.each(named)('the standard $name', ({ standard }) => {
    describeFacts(standard);
    describeAnswers(standard);
    describeDocuments(standard);
  });
  describe.each(cases)('the operation $label', describeOperation);
  it('no two standards share a name, a namespace or an edition', () => {
    const unique = (names: readonly string[]) => expect(new Set(names).size).toBe(names.length);
    const all = [...beside, ...standards];
    unique(all.map(({ standard }) => standard));
    unique(all.map(({ namespace }) => namespace));
    unique(all.flatMap(({ editions }) => Object.keys(editions)));
  });
}

function describeFacts(standard: Standard): void {
  it('says who it is: name, Chinese title, version, namespace', () => {
    expect(standard.standard).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
    expect(standard.title).toMatch(CHINESE);
    expect(standard.version).toMatch(/^\d+(?:\.\d+)+$/);
    expect(standard.namespace).toBe(`urn:tonggui:${standard.standard}:${standard.version}`);
  });

  it('names operations and members that it has, where rows of a table are its messages', () => {
    const { inTables, operations } = standard;
    if (inTables === undefined) return;
    const { changes, full, kind, source } = inTables;
    for (const { operation: name, members = {} } of [...Object.values(changes), ...(full ? [full] : [])]) {
      const operation = operations.find((candidate) => candidate.name === name)!;
      expect(operation.inFiles?.rows).toBeDefined();
      const told = [kind, ...(source === undefined ? [] : [source]), ...Object.keys(members)];
      expect(Object.keys(operation.input.shape)).toEqual(expect.arrayContaining(told));
    }
  });

  it('has editions, each with profiles that exist and a folder of rule files', () => {
    expect(Object.keys(standard.editions).length).toBeGreaterThan(0);
    for (const [edition, { profiles }] of Object.entries(standard.editions)) {
      expect(edition).toMatch(/^[a-z][a-z0-9]{0,15}$/);
      expect(profiles.length).toBeGreaterThan(0);
      expect(CREDENTIAL_PROFILES).toEqual(expect.arrayContaining([...profiles]));
      expect(existsSync(join(standard.rules, edition))).toBe(true);
      expect(readdirSync(join(standard.rules, edition)).some((name) => name.endsWith('.json'))).toBe(true);
    }
  });

  it('offers operations whose names are unique, and whose method and path are', () => {
    const names = standard.operations.map(({ name }) => name);
    const places = standard.operations.map(
      ({ http }) => `${http.method} ${http.path.replaceAll(/\{[^}]+\}/g, '{}')}`,
    );
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(places).size).toBe(places.length);
  });
}

function describeOperation({ standard, operation }: Case): void {
  const { input, output, http } = operation;
  const whole = validMessage(standard, operation);

  it('is told in full: name, Chinese title, clause, members with Chinese titles', () => {
    expect(operation.name).toMatch(/^[A-Za-z][A-Za-z0-9]{0,63}$/);
    expect(operation.title).toMatch(CHINESE);
    expect(operation.clause.trim()).not.toBe('');
    for (const [name, member] of [...Object.entries(input.shape), ...Object.entries(output.shape)]) {
      expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
      expect(metaOf(member as z.ZodType).title).toMatch(CHINESE);
    }
    for (const member of Object.values(input.shape))
      expect(metaOf(member as z.ZodType).description ?? '').not.toBe('');
  });

  it('has a path that can be matched, whose segments are members of its input', () => {
    expect(http.path).toMatch(/^(?:\/(?:[A-Za-z0-9_-]+|\{[A-Za-z]+\}))+$/);
    const mount = http.path.startsWith('/{service}/{interFlag}') ? ['service', 'interFlag'] : [];
    for (const [, name] of http.path.matchAll(/\{([^}]+)\}/g))
      expect([...Object.keys(input.shape), ...mount]).toContain(name);
    if (http.list !== undefined) expect(Object.keys(input.shape)).toContain(http.list);
    if (http.method === 'GET') expect(Object.values(inputSchemas(operation)).some(isFile)).toBe(false);
  });

  it('is decoded from what its own shapes allow', () => {
    const envelope = standard.decode(whole);
    expect(envelope.operation).toBe(operation.name);
    for (const text of [envelope.business, envelope.action, envelope.payload])
      expect(typeof text).toBe('string');
    expect(isProvable(envelope)).toBe(true);
    expect(standard.decode(validMessage(standard, operation, false)).operation).toBe(operation.name);
  });

  it('stands in a file as it says: rows and id are its members, and the id is what makes a resend the same', () => {
    const { inFiles } = operation;
    if (inFiles === undefined) return;
    const schemas = inputSchemas(operation);
    const { rows, id, caller, answer } = inFiles;
    if (rows !== undefined) expect(schemas[rows]?.anyOf?.some(({ type }) => type === 'array')).toBe(true);
    expect(Object.keys(schemas)).toContain(id);
    if (caller) expect(whole.members.get(caller)?.text).toBe(standard.decode(whole).caller);
    if (answer) expect(Object.keys(output.shape)).toContain(answer[0]);
    const idOf = (text: string) =>
      standard.decode(withMembers(whole, (members) => members.set(id, { kind: 'text', text }))).messageId;
    if (rows === undefined) return;
    expect(idOf('message-1')).toBe(idOf('message-1'));
    expect(idOf('message-1')).not.toBe(idOf('message-2'));
  });

  it('believes a channel that answers for its sender where a message has no proof, and a proof where it has one', () => {
    if (operation.inFiles === undefined) return;
    const vouched = standard.decode(whole).caller ?? 'VOUCHED';
    const proofWithout = (name: string) => {
      const raw = withMembers(whole, (members) => members.delete(name));
      return refusalOf(standard, { ...raw, vouched })
        ? undefined
        : standard.decode({ ...raw, vouched }).proof.kind;
    };
    expect(Object.keys(input.shape).map(proofWithout)).toContain('vouched');
    expect(standard.decode({ ...whole, vouched }).proof.kind).not.toBe('vouched');
  });

  it('signs exact texts: what the sign covers is what stood in the message', () => {
    const { proof } = standard.decode(whole);
    if (proof.kind !== 'sign') return;
    const sent = [...whole.members.values()].map(({ text }) => text);
    for (const [, text] of proof.fields) expect(['', ...sent]).toContain(text);
  });

  const required = Object.keys(input.shape).filter((name) => isRequired(operation, name));
  it.each(required.length > 0 ? required : ['nothing'])(
    'does without %s only where that proves its sender',
    (name) => {
      if (name === 'nothing') return;
      const { files: _, ...withoutFiles } = whole;
      const raw = isFile(inputSchemas(operation)[name])
        ? withoutFiles
        : withMembers(whole, (members) => members.delete(name));
      expectRefusedOrUnproved(standard, raw, name);
    },
  );

  it('refuses a member that it does not know, naming it, unless it says that it takes any', () => {
    const raw = withMembers(whole, (members) => members.set('unheardOf', { kind: 'text', text: 'x' }));
    if (takesAny(operation)) expect(standard.decode(raw).operation).toBe(operation.name);
    else
      expect(refusalOf(standard, raw)).toMatchObject({
        code: 'BAD_PARAMETER',
        details: [{ member: 'unheardOf' }],
      });
  });

  it('is read or refused, and nothing else, whatever its members hold', () => {
    for (const name of whole.members.keys())
      for (const member of ODD_MEMBERS) {
        const raw = withMembers(whole, (members) => members.set(name, member));
        const error = refusalOf(standard, raw);
        if (error) expect(['format', 'transport', 'refusal']).toContain(error.facts.kind);
      }
  });

  it('means an instruction, or is refused as what its sender asked for', () => {
    for (const [edition, { profiles }] of Object.entries(standard.editions)) {
      try {
        expect(
          typeof standard.interpret(standard.decode(whole), applicationOf(edition, profiles[0]!)).kind,
        ).toBe('string');
      } catch (thrown) {
        expect(ExchangeError.from(thrown).facts.kind).toBe('refusal');
      }
    }
  });
}

function describeAnswers(standard: Standard): void {
  const [operation] = standard.operations;
  const raw = validMessage(standard, operation!);
  const envelope = standard.decode(raw);
  const editions = Object.entries(standard.editions);
  const applications = editions.map(([edition, { profiles }]) =>
    applicationOf(edition, profiles.find((profile) => profile !== 'SM2') ?? profiles[0]!),
  );
  const contexts = [
    { raw: { ...raw, operation: '', members: new Map() } },
    { raw },
    { raw, envelope },
    ...applications.map((application) => ({ raw, envelope, application })),
  ];

  it.each(CODES)('tells %s to strangers and to applications, and no secret with it', (code) => {
    const cause = new Error('cause-that-nobody-reads');
    const details = [{ index: 3, key: 'key-3', member: 'name', rule: 'required', message: '缺少名称' }];
    for (const error of [
      new ExchangeError(code, { cause }),
      new ExchangeError(code, { cause, details, message: '说明' }),
    ])
      for (const context of contexts) {
        const reply = standard.encode({ kind: 'refused', error }, context);
        expect(reply.error).toBe(error);
        const text = textOf(reply);
        // A standard may have words of its own for a code; what was said of this very message must be told.
        expect(text).toMatch(error.details.length > 0 ? error.message : /[\u4e00-\u9fff]{2}/);
        for (const secret of [...applications.flatMap(secretsOf), 'cause-that-nobody-reads', 'node:', '.ts:'])
          expect(text).not.toContain(secret);
      }
  });

  it('answers an unreadable message of which nothing is known', () => {
    const error = new ExchangeError('MALFORMED');
    const unread = { ...raw, operation: '', members: new Map(), unreadable: error };
    expect(textOf(standard.encode({ kind: 'refused', error }, { raw: unread }))).toContain(error.message);
  });

  it('gives records back as the texts they are, numbers and escapes untouched', () => {
    const records = ['{"n":1.50,"big":123456789012345678}', '{"t":"\\u4e2d\\/"}'];
    const answer: Answer = { records, page: { page: 1, size: 10, total: 2 } };
    for (const application of applications)
      expect(textOf(standard.encode({ kind: 'done', answer }, { raw, envelope, application }))).toContain(
        records.join(','),
      );
  });

  it.each(editions)(
    'an answer to an application of %s is proved by its key, unless a token is all there is',
    (edition, { profiles }) => {
      const profile = REPEATABLE.find((candidate) => profiles.includes(candidate));
      if (!profile) {
        expect(profiles.every((candidate) => candidate === 'TOKEN' || candidate === 'SM2')).toBe(true);
        return;
      }
      const application = applicationOf(edition, profile);
      const other = applicationOf(edition, profile);
      const told = (outcome: Outcome, of = application) =>
        standard.encode(outcome, { raw, envelope, application: of }).members;
      const done: Outcome = {
        kind: 'done',
        answer: { counts: { created: 1, updated: 0, unchanged: 0, deleted: 0 } },
      };
      const refused: Outcome = { kind: 'refused', error: new ExchangeError('RULES_FAILED') };
      for (const outcome of [done, refused]) {
        expect(told(outcome)).toEqual(told(outcome));
        const proof = told(outcome).filter(
          (member, index) => member.text !== told(outcome, other)[index]!.text,
        );
        expect(proof).toHaveLength(1);
      }
      const proofOf = (outcome: Outcome) =>
        told(outcome).find((member, index) => member.text !== told(outcome, other)[index]!.text)!.text;
      expect(proofOf(done)).not.toBe(proofOf(refused));
    },
  );
}

function describeDocuments(standard: Standard): void {
  const path = '/contract/address';
  const service: MountedService = { ...standard, path, url: `https://gateway.example${path}` };
  const channels = createHttpChannels({ jsonDepth: 32, xml: {}, onFailure: () => {} });
  const documentOf = (name: string, variant = '') =>
    channels
      .flatMap(({ documents }) => documents[name]?.(service, variant) ?? [])
      .map(({ body }) => String(body))[0];
  const soap = standard.operations.filter((operation) => operation.soap);

  it('derives a WSDL of each version with every operation that SOAP offers, or none', () => {
    for (const variant of ['', 'soap11']) {
      const wsdl = documentOf('wsdl', variant);
      if (soap.length === 0) {
        expect(wsdl).toBeUndefined();
        continue;
      }
      expect(readXml(wsdl!.replace(/^<\?xml.*?\?>/, '')).local).toBe('definitions');
      expect(wsdl).toContain(`targetNamespace="${standard.namespace}"`);
      expect(wsdl).toContain(service.url);
      for (const { name } of soap) expect(wsdl).toContain(`<wsdl:operation name="${name}">`);
      for (const { name } of standard.operations.filter((operation) => !operation.soap))
        expect(wsdl).not.toContain(`operation name="${name}"`);
    }
  });

  it('derives an OpenAPI document with every operation at its method and path', () => {
    const { openapi, paths } = readJson(documentOf('openapi')!) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(openapi).toBe('3.1.0');
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids.sort()).toEqual(standard.operations.map(({ name }) => name).sort());
  });

  it('derives an interface document that names every operation and member, and is the same each time', () => {
    const page = documentOf('doc')!;
    for (const { title, name, clause, input } of standard.operations)
      for (const text of [title, name, clause, ...Object.keys(input.shape)]) expect(page).toContain(text);
    expect(documentOf('doc')).toBe(page);
  });
}

/** The error by which a message is refused; undefined when it is read. Anything thrown that is not ours fails the test. */
function refusalOf(standard: Standard, raw: Parameters<Standard['decode']>[0]): ExchangeError | undefined {
  try {
    standard.decode(raw);
    return undefined;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ExchangeError);
    return thrown as ExchangeError;
  }
}

/** Without its proof a message is still read: it is refused once its sender is known, and counts as a failure. */
function expectRefusedOrUnproved(
  standard: Standard,
  raw: Parameters<Standard['decode']>[0],
  member: string,
): void {
  const error = refusalOf(standard, raw);
  if (error) expect(error).toMatchObject({ code: 'BAD_PARAMETER', details: [{ member }] });
  else expect(isProvable(standard.decode(raw))).toBe(false);
}

function isProvable({ proof }: Envelope): boolean {
  switch (proof.kind) {
    case 'sign':
      return proof.sign !== undefined && proof.fields.length > 0;
    case 'secret':
      return proof.secret !== undefined;
    case 'token':
      return proof.token !== undefined;
    default:
      return true;
  }
}

function takesAny({ input }: Operation): boolean {
  const { additionalProperties } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return additionalProperties !== undefined && additionalProperties !== false;
}

function metaOf(member: z.ZodType): { title?: string; description?: string } {
  const schema = z.toJSONSchema(member, { io: 'input', unrepresentable: 'any' });
  return {
    title: schema.title ?? '',
    ...(schema.description !== undefined && { description: schema.description }),
  };
}

/** Everything an answer says, its JSON members being well-formed. */
function textOf({ members }: RawReply): string {
  for (const { kind, text } of members) if (kind === 'json') readJson(text);
  expect(new Set(members.map(({ name }) => name)).size).toBe(members.length);
  return members.map(({ text }) => text).join('\n');
}
