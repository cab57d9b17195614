/**
 * How a structure of UDDI stands in XML and in JSON, told once as data: reader, writer, checks and the XML Schema
 * derive from it. In JSON an attribute is a member, a repeated element an array, a bag the array of what it holds.
 */
export interface Structure {
  readonly attributes: readonly Attribute[];
  /** The element's own text is the member `value`. */
  readonly text?: true;
  readonly parts: readonly Part[];
}

/** An element that is a text and nothing else: a string. */
export const TEXT = 'text';
export type Form = typeof TEXT | Structure;

export interface Attribute {
  /** The JSON member; also the local name. */
  readonly name: string;
  /** `lang` is xml:lang. */
  readonly namespace?: typeof XML_NAMESPACE;
  readonly required?: true;
  /** What its absence means. */
  readonly absent?: string;
  readonly type?: 'count' | 'boolean';
  /** The values that it may have. */
  readonly of?: readonly string[];
}

/**
 * How often an element stands: `one`, `maybe` one, `some` (one or more), or any number of them, whose array is there
 * even when empty (`list`) or absent then (`many`).
 */
export type Occurs = 'one' | 'maybe' | 'some' | 'list' | 'many';

export interface Part {
  readonly name: string;
  readonly occurs: Occurs;
  readonly form: Form;
  /** The element is a bag (`one` or `maybe`) that holds any number of these; `form` is theirs. */
  readonly item?: string;
}

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const UDDI_NAMESPACE = 'urn:uddi-org:api_v2';

/** A structure of attributes and elements. */
export function structure(attributes: readonly Attribute[], ...parts: readonly Part[]): Structure {
  return { attributes, parts };
}

/** A text with attributes. */
export function textWith(...attributes: readonly Attribute[]): Structure {
  return { attributes, parts: [], text: true };
}

/** An attribute that may be absent. */
export function optional(name: string, more: Omit<Attribute, 'name' | 'required'> = {}): Attribute {
  return { name, ...more };
}

/** An attribute that must be there. */
export function required(name: string, more: Omit<Attribute, 'name' | 'required'> = {}): Attribute {
  return { name, ...more, required: true };
}

export function one(name: string, form: Form = TEXT): Part {
  return { name, form, occurs: 'one' };
}

export function maybe(name: string, form: Form = TEXT): Part {
  return { name, form, occurs: 'maybe' };
}

export function some(name: string, form: Form = TEXT): Part {
  return { name, form, occurs: 'some' };
}

export function list(name: string, form: Form = TEXT): Part {
  return { name, form, occurs: 'list' };
}

export function many(name: string, form: Form = TEXT): Part {
  return { name, form, occurs: 'many' };
}

/** An element that is there once and holds any number of `item`. */
export function bag(name: string, item: string, form: Form = TEXT): Part {
  return { name, item, form, occurs: 'one' };
}

/** The same, which may be absent. */
export function maybeBag(name: string, item: string, form: Form = TEXT): Part {
  return { name, item, form, occurs: 'maybe' };
}

/** The structure with an attribute that must be there: what stands alone has to name what it belongs to. */
export function needing(form: Structure, name: string): Structure {
  return {
    ...form,
    attributes: form.attributes.map((attribute) =>
      attribute.name === name ? { ...attribute, required: true } : attribute,
    ),
  };
}

/** Whether the member of a part is an array. */
export function isArray({ occurs, item }: Part): boolean {
  return item !== undefined || occurs === 'some' || occurs === 'list' || occurs === 'many';
}
