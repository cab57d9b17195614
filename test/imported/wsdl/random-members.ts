import fc from 'fast-check';
import type {
  ComplexForm,
  Content,
  MessageForm,
  Particle,
  SimpleForm,
  WsdlService,
} from '../../../src/imported/wsdl/wsdl-service.ts';
import { JsonNumber, type JsonValue } from '../../../src/text/json-value.ts';

/** As JSON carries them: members that are undefined are not there. */
type Members = Map<string, JsonValue>;

const texts = fc
  .string({
    unit: fc.constantFrom('a', ' ', '<', '&', ']]>', '"', "'", '\n', '\r', '\t', '中', '\u{20000}', 'é'),
  })
  .map((drawn) => drawn.replaceAll('\ufeff', ''));
const digits = fc.bigInt(-(10n ** 25n), 10n ** 25n).map(String);

/** Values that the schema of a message admits, lists always there; deep only where the schema makes it so. */
export function membersOf(message: MessageForm, service: WsdlService): fc.Arbitrary<JsonValue> {
  if (message.kind === 'nothing') return fc.constant(new Map());
  const { content, local } = message;
  if (content.kind === 'object') return complex(service.types[content.type]!, service, 0);
  return contentValue(content, service, 0).map((value) => new Map([[local, value]]));
}

/** Of a type that may stand for the form, or of the form itself. */
function complex(form: ComplexForm, service: WsdlService, depth: number): fc.Arbitrary<Members> {
  const { derived } = form;
  if (!derived) return own(form, service, depth);
  const others = Object.entries(derived.types).map(([local, { type }]) =>
    own(service.types[type]!, service, depth).map(
      (members): Members => new Map<string, JsonValue>([[derived.member, local], ...members]),
    ),
  );
  return derived.required ? fc.oneof(...others) : fc.oneof(own(form, service, depth), ...others);
}

function own(form: ComplexForm, service: WsdlService, depth: number): fc.Arbitrary<Members> {
  const attributes = form.attributes.map(({ member, simple, required }) =>
    optional(member, simpleValue(simple), required ? 1 : 0),
  );
  const text = form.text ? [optional(form.text.member, simpleValue(form.text.simple), 1)] : [];
  const model = modelOf(form.model, form, service, depth);
  return fc.tuple(fc.tuple(...attributes, ...text), model).map(([head, queues]) => {
    const members: Members = new Map(head.flat());
    for (const element of form.elements) {
      const values = queues.get(element.member) ?? [];
      if (element.most !== 1) members.set(element.member, values);
      else if (values.length > 0) members.set(element.member, values[0]!);
    }
    return members;
  });
}

type Queues = ReadonlyMap<string, readonly JsonValue[]>;

function modelOf(
  particle: Particle,
  form: ComplexForm,
  service: WsdlService,
  depth: number,
): fc.Arbitrary<Queues> {
  const most = Math.min(particle.most ?? 3, depth > 3 ? particle.least : particle.least + 2);
  return fc
    .array(once(particle, form, service, depth), {
      minLength: particle.least,
      maxLength: Math.max(most, particle.least),
    })
    .map(joined);
}

function once(
  particle: Particle,
  form: ComplexForm,
  service: WsdlService,
  depth: number,
): fc.Arbitrary<Queues> {
  if (particle.kind === 'rest') return fc.constant(new Map());
  if (particle.kind === 'element') {
    const { member, content, nillable } = form.elements[particle.element]!;
    const value = contentValue(content, service, depth + 1);
    return (nillable ? fc.option(value) : value).map((drawn) => new Map([[member, [drawn]]]));
  }
  const parts = particle.parts.map((part) => modelOf(part, form, service, depth));
  if (particle.kind === 'choice') return fc.oneof(...parts);
  return fc.tuple(...parts).map(joined);
}

function joined(all: readonly Queues[]): Queues {
  const queues = new Map<string, readonly JsonValue[]>();
  for (const one of all)
    for (const [member, values] of one) queues.set(member, [...(queues.get(member) ?? []), ...values]);
  return queues;
}

function contentValue(content: Content, service: WsdlService, depth: number): fc.Arbitrary<JsonValue> {
  if (content.kind === 'simple') return simpleValue(content.simple);
  if (content.kind === 'raw') return texts.filter((drawn) => !drawn.trimStart().startsWith('<'));
  return fc.constant(undefined).chain(() => complex(service.types[content.type]!, service, depth));
}

function simpleValue({ lexical, schema }: SimpleForm): fc.Arbitrary<JsonValue> {
  if (lexical === 'boolean') return fc.boolean();
  if (lexical === 'text') return schema.enum ? fc.constantFrom(...(schema.enum as readonly string[])) : texts;
  if (lexical === 'integer') return digits.map((drawn) => new JsonNumber(drawn));
  const decimals = fc.tuple(digits, fc.nat(9999)).map(([whole, rest]) => `${whole}.${rest}0`);
  return decimals.map((drawn) => new JsonNumber(drawn));
}

function optional(member: string, value: fc.Arbitrary<JsonValue>, least: number) {
  return fc
    .option(value, { nil: undefined, freq: least > 0 ? 1_000_000 : 2 })
    .map((drawn): [string, JsonValue][] => (drawn === undefined ? [] : [[member, drawn]]));
}
