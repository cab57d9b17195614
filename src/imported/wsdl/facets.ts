import type { StructureSchema } from '../../envelope/operation.ts';
import { integerText } from '../../text/xml-lexical.ts';
import { javascriptPattern } from './javascript-pattern.ts';
import { SCHEMA } from './namespaces.ts';
import type { Part } from './part.ts';
import type { SimpleForm } from './wsdl-service.ts';

/** Types whose length counts something else than characters. */
const OTHER_LENGTHS = new Set(['xs:base64Binary', 'xs:hexBinary', 'xs:list']);

/** A type with the facets of a restriction (XML Schema part 2, 4.3); what JSON Schema cannot say is left to the provider. */
export function restricted(base: SimpleForm, restriction: Part): SimpleForm {
  const schema = {
    ...base.schema,
    ...lengths(base, restriction),
    ...bounds(base, restriction),
    ...enumeration(base, restriction),
    ...patterns(base, restriction),
  };
  return { ...base, schema };
}

function lengths({ lexical, schema }: SimpleForm, restriction: Part): StructureSchema {
  if (lexical !== 'text' || OTHER_LENGTHS.has(schema['x-xml']?.type ?? '')) return {};
  const length = count(restriction, 'length');
  const minLength = count(restriction, 'minLength') ?? length;
  const maxLength = count(restriction, 'maxLength') ?? length;
  return { ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }) };
}

/** An exclusive bound of integers is the next one; of other numbers it is taken in, and the provider knows better. */
function bounds({ lexical }: SimpleForm, restriction: Part): StructureSchema {
  if (lexical === 'text' || lexical === 'boolean') return {};
  const step = lexical === 'integer' ? 1 : 0;
  const at = (name: string, by: number) => {
    const value = Number(facet(restriction, name) ?? Number.NaN);
    const exact = Number.isFinite(value) && (step === 0 || Number.isSafeInteger(value));
    return exact ? value + by : undefined;
  };
  const minimum = at('minInclusive', 0) ?? at('minExclusive', step);
  const maximum = at('maxInclusive', 0) ?? at('maxExclusive', -step);
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

function enumeration({ lexical }: SimpleForm, restriction: Part): StructureSchema {
  const values = facets(restriction, 'enumeration');
  if (values.length === 0 || (lexical !== 'text' && lexical !== 'integer')) return {};
  if (lexical === 'text') return { enum: [...new Set(values)] };
  const numbers = values.map((value) => Number(integerText(value) ?? Number.NaN));
  return numbers.every(Number.isSafeInteger) ? { enum: [...new Set(numbers)] } : {};
}

/** Those of one step are alternatives (4.3.4.3). */
function patterns({ lexical }: SimpleForm, restriction: Part): StructureSchema {
  const written = facets(restriction, 'pattern');
  if (lexical !== 'text' || written.length === 0) return {};
  const all = written.map((pattern) => javascriptPattern(pattern));
  if (all.includes(undefined)) return {};
  return { pattern: all.length === 1 ? all[0]! : all.map((one) => `(?:${one})`).join('|') };
}

function count(restriction: Part, name: string): number | undefined {
  const value = facet(restriction, name);
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function facet(restriction: Part, name: string): string | undefined {
  return restriction.child(SCHEMA, name)?.attribute('value');
}

/** Their values as they stand: blanks are part of an enumerated text. */
function facets(restriction: Part, name: string): readonly string[] {
  return restriction
    .children(SCHEMA, name)
    .flatMap(({ element }) =>
      element.attributes.filter(({ local }) => local === 'value').map(({ value }) => value),
    );
}
