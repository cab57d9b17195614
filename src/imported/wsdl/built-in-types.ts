import type { StructureSchema } from '../../envelope/operation.ts';
import type { SimpleForm } from './wsdl-service.ts';

/** Least and greatest value; those of 64 bits are beyond what a JSON Schema can say exactly. */
const INTEGERS: Readonly<Record<string, readonly [minimum?: number, maximum?: number]>> = {
  integer: [],
  long: [],
  int: [-2147483648, 2147483647],
  short: [-32768, 32767],
  byte: [-128, 127],
  nonNegativeInteger: [0],
  positiveInteger: [1],
  nonPositiveInteger: [undefined, 0],
  negativeInteger: [undefined, -1],
  unsignedLong: [0],
  unsignedInt: [0, 4294967295],
  unsignedShort: [0, 65535],
  unsignedByte: [0, 255],
};
const FORMATS: Readonly<Record<string, string>> = {
  int: 'int32',
  long: 'int64',
  float: 'float',
  double: 'double',
  date: 'date',
  base64Binary: 'byte',
};
const TEXTS = new Set(
  [
    'string normalizedString token language Name NCName NMTOKEN NMTOKENS ID IDREF IDREFS ENTITY ENTITIES QName',
    'NOTATION anyURI anySimpleType anyAtomicType dateTime date time duration gYearMonth gYear gMonthDay gDay gMonth',
    'base64Binary hexBinary',
  ].flatMap((line) => line.split(' ')),
);

/** A type of XML Schema itself; undefined for none that stands as one text. Texts, dates among them, stay texts. */
export function builtInType(local: string): SimpleForm | undefined {
  const lexical = lexicalOf(local);
  if (lexical === undefined) return undefined;
  const [minimum, maximum] = INTEGERS[local] ?? [];
  const format = FORMATS[local];
  return {
    lexical,
    schema: {
      type: typeOf(lexical),
      ...(format !== undefined && { format }),
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
      'x-xml': { type: `xs:${local}` },
    },
  };
}

/** What no schema tells more about than that it is one text. */
export const PLAIN_TEXT: SimpleForm = {
  lexical: 'text',
  schema: { type: 'string', 'x-xml': { type: 'xs:string' } },
};

function lexicalOf(local: string): SimpleForm['lexical'] | undefined {
  if (TEXTS.has(local)) return 'text';
  if (Object.hasOwn(INTEGERS, local)) return 'integer';
  if (local === 'decimal') return 'decimal';
  if (local === 'float' || local === 'double') return 'double';
  return local === 'boolean' ? 'boolean' : undefined;
}

function typeOf(lexical: SimpleForm['lexical']): NonNullable<StructureSchema['type']> {
  if (lexical === 'text') return 'string';
  return lexical === 'decimal' || lexical === 'double' ? 'number' : lexical;
}
