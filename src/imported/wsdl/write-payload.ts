import { isList, isObject, type JsonObject, type JsonValue, readJsonValue } from '../../text/json-value.ts';
import { TextError } from '../../text/text-error.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/xml-escape.ts';
import { badMember } from '../check-input.ts';
import { textOfValue } from './lexical-value.ts';
import { ENVELOPES, INSTANCE, SCHEMA, SOAP_ENCODING } from './namespaces.ts';
import { Prefixes } from './prefixes.ts';
import { writeModel } from './write-model.ts';
import { elementsText } from './write-raw.ts';
import type {
  ComplexForm,
  Content,
  ElementForm,
  MessageForm,
  SimpleForm,
  WsdlTypes,
} from './wsdl-service.ts';

const DEPTH = 64;
const ENCODING_STYLE = { namespace: ENVELOPES.soap11, local: 'encodingStyle' };

/**
 * The XML of a message with these members, by the schema: its order, its namespaces, every digit. Throws BAD_PARAMETER
 * for what the schema does not admit, such as two alternatives at once.
 */
export function writePayload(input: string, message: MessageForm, types: WsdlTypes): string {
  if (message.kind === 'nothing') return '';
  const writer = new PayloadWriter(types, message.style === 'encoded');
  const members = readJsonValue(input, { depth: DEPTH });
  const { content, local } = message;
  const value = content.kind === 'object' ? members : (members as JsonObject).get(local);
  return writer.document(message, value ?? '', content.kind === 'object' ? '' : local);
}

class PayloadWriter {
  readonly #types: WsdlTypes;
  readonly #encoded: boolean;
  readonly #prefixes = new Prefixes();

  constructor(types: WsdlTypes, encoded: boolean) {
    this.#types = types;
    this.#encoded = encoded;
  }

  document(message: Exclude<MessageForm, { kind: 'nothing' }>, value: JsonValue, path: string): string {
    const name = this.#prefixes.nameOf(message);
    const { attributes, content } = this.#content(value, message.content, path);
    const style =
      message.style === 'encoded' ? ` ${this.#prefixes.nameOf(ENCODING_STYLE)}="${SOAP_ENCODING}"` : '';
    return `<${name}${style}${this.#prefixes.declarations()}${attributes}>${content}</${name}>`;
  }

  #element(value: JsonValue, form: ElementForm, path: string): string {
    const name = this.#prefixes.nameOf(form);
    const type = this.#encoded ? this.#typeAttribute(form.content) : '';
    if (value === null) {
      if (!form.nillable) throw badMember(path, '不能为空');
      return `<${name} ${this.#prefixes.nameOf({ namespace: INSTANCE, local: 'nil' })}="true"/>`;
    }
    const { attributes, content } = this.#content(value, form.content, path);
    return `<${name}${type}${attributes}>${content}</${name}>`;
  }

  /** Some stacks read an encoded part as nothing when it does not tell its type. */
  #typeAttribute(content: Content): string {
    const type = content.kind === 'simple' ? content.simple.schema['x-xml']?.type : undefined;
    const local = (type ?? 'xs:string').slice('xs:'.length);
    const attribute = this.#prefixes.nameOf({ namespace: INSTANCE, local: 'type' });
    return ` ${attribute}="${this.#prefixes.nameOf({ namespace: SCHEMA, local })}"`;
  }

  #content(value: JsonValue, content: Content, path: string): { attributes: string; content: string } {
    if (content.kind === 'simple')
      return { attributes: '', content: simpleText(value, content.simple, path) };
    if (content.kind === 'raw') return { attributes: '', content: rawText(value, path) };
    if (!isObject(value)) throw badMember(path, '应为对象');
    const declared = this.#types[content.type]!;
    const { form, attribute } = this.#actual(value, declared, path);
    return {
      attributes: attribute + this.#attributes(value, form, path),
      content: form.text ? ownText(value, form.text, path) : this.#model(value, form, path),
    };
  }

  /** The type that a value says to be of, with the attribute that tells it. */
  #actual(value: JsonObject, declared: ComplexForm, path: string): { form: ComplexForm; attribute: string } {
    const { derived } = declared;
    if (!derived) return { form: declared, attribute: '' };
    const local = value.get(derived.member);
    if (typeof local !== 'string') {
      refuseForeign(value, declared, derived.member, path);
      return { form: declared, attribute: '' };
    }
    if (!Object.hasOwn(derived.types, local)) return refuseType(below(path, derived.member));
    const { namespace, type } = derived.types[local]!;
    const form = this.#types[type]!;
    refuseForeign(value, form, derived.member, path);
    const attribute = this.#prefixes.nameOf({ namespace: INSTANCE, local: 'type' });
    return { form, attribute: ` ${attribute}="${this.#prefixes.nameOf({ namespace, local })}"` };
  }

  #attributes(value: JsonObject, { attributes }: ComplexForm, path: string): string {
    return attributes
      .map(({ member, namespace, local, simple }) => {
        const given = value.get(member) ?? null;
        if (given === null) return '';
        const text = lexicalText(given, simple, below(path, member));
        return ` ${this.#prefixes.nameOf({ namespace, local })}="${escaped(text, escapeXmlAttribute, below(path, member))}"`;
      })
      .join('');
  }

  #model(value: JsonObject, form: ComplexForm, path: string): string {
    const queues = form.elements.map((element) => ({
      path: below(path, element.member),
      texts: this.#texts(value.get(element.member), element, below(path, element.member)),
    }));
    const rest = form.rest === undefined ? undefined : value.get(form.rest);
    const restPath = below(path, form.rest ?? '');
    return writeModel(form.model, queues, {
      path: restPath,
      texts: rest === undefined || rest === null ? [] : [wildcardText(rest, restPath)],
    });
  }

  /** Each element of a member, in its order; null is as good as absent where nothing can be nil. */
  #texts(value: JsonValue | undefined, form: ElementForm, path: string): string[] {
    if (value === undefined || (value === null && (!form.nillable || form.most !== 1))) return [];
    if (form.most === 1) return [this.#element(value, form, path)];
    if (!isList(value)) throw badMember(path, '应为数组');
    return value.map((item, index) => this.#element(item, form, `${path}[${index}]`));
  }
}

/** Members of one type are none of another's. */
function refuseForeign(value: JsonObject, form: ComplexForm, derived: string, path: string): void {
  const known = new Set([
    derived,
    ...form.attributes.map(({ member }) => member),
    ...form.elements.map(({ member }) => member),
    form.text?.member,
    form.rest,
  ]);
  for (const member of value.keys())
    if (!known.has(member)) throw badMember(below(path, member), '不是该类型的成员，请删除');
}

function ownText(value: JsonObject, { member, simple }: NonNullable<ComplexForm['text']>, path: string) {
  const text = value.get(member) ?? null;
  return text === null ? '' : simpleText(text, simple, below(path, member));
}

function simpleText(value: JsonValue, simple: SimpleForm, path: string): string {
  return escaped(lexicalText(value, simple, path), escapeXml, path);
}

function lexicalText(value: JsonValue, simple: SimpleForm, path: string): string {
  return textOfValue(value, simple) ?? refuseType(path);
}

function rawText(value: JsonValue, path: string): string {
  if (typeof value !== 'string') return refuseType(path);
  return elementsText(value) ?? escaped(value, escapeXml, path);
}

function wildcardText(value: JsonValue, path: string): string {
  const text = typeof value === 'string' ? elementsText(value) : undefined;
  if (text === undefined) throw badMember(path, '应为XML元素');
  return text;
}

function refuseType(path: string): never {
  throw badMember(path, '不是接口约定的类型');
}

function escaped(text: string, written: (text: string) => string, path: string): string {
  try {
    return written(text);
  } catch (thrown) {
    if (thrown instanceof TextError) throw badMember(path, '含有XML不能表示的字符');
    throw thrown;
  }
}

function below(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}
