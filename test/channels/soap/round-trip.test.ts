import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readStructure } from '../../../src/channels/soap/read-structure.ts';
import { createShapeOf } from '../../../src/channels/soap/shape.ts';
import { SOAP_12 } from '../../../src/channels/soap/soap-version.ts';
import { writeElement } from '../../../src/channels/soap/write-envelope.ts';
import { writeStructure } from '../../../src/channels/soap/write-structure.ts';
import type { StructureSchema } from '../../../src/envelope/operation.ts';
import { compactJson, memberSources } from '../../../src/text/json.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { STRUCTURED } from '../structured-service.ts';

const { structure, name } = STRUCTURED.operations[0]!;
const root = structure!.input;
const shape = createShapeOf()(root, name);

/** Every character that XML and strict JSON can carry. */
const text = fc
  .string({ unit: 'binary' })
  .map((value) =>
    value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Noncharacter_Code_Point}/gu, ' '),
  );
const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String);
const decimal = fc
  .tuple(integer, fc.stringMatching(/^\d{1,12}$/))
  .map(([whole, decimals]) => `${whole}.${decimals}`);

/** JSON sources of values as a schema has them, with exact lexemes. */
function sourcesOf(schema: StructureSchema, depth = 0): fc.Arbitrary<string> {
  if (schema.$ref !== undefined)
    return sourcesOf(root.$defs![schema.$ref.slice('#/$defs/'.length)]!, depth + 1);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => sourcesOf(part, depth)));
  if (schema.enum) return fc.constantFrom(...schema.enum).map((value) => JSON.stringify(value));
  switch (schema.type) {
    case 'string':
      return text.map((value) => JSON.stringify(value));
    case 'integer':
      return integer;
    case 'number':
      return fc.oneof(integer, decimal);
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'null':
      return fc.constant('null');
    case 'array':
      if (depth > 4) return fc.constant('[]');
      // None would be no element: an array that need not be there comes back as absent.
      return fc
        .array(sourcesOf(schema.items!, depth + 1), { minLength: 1, maxLength: 3 })
        .map((items) => `[${items.join(',')}]`);
    case 'object':
      return objectOf(schema, depth);
    default:
      return fc.json({ maxDepth: 2 }).filter((json) => !json.includes('__proto__'));
  }
}

function objectOf({ properties = {}, required = [] }: StructureSchema, depth: number): fc.Arbitrary<string> {
  const members = Object.entries(properties).map(([member, schema]) => {
    const present = sourcesOf(schema, depth).map((source) => `${JSON.stringify(member)}:${source}`);
    return required.includes(member) ? present : fc.option(present, { nil: undefined });
  });
  return fc.tuple(...members).map((written) => `{${written.filter((one) => one !== undefined).join(',')}}`);
}

describe('structured members', () => {
  it('come back from SOAP as they went in: every text, every digit, every null', () => {
    fc.assert(
      fc.property(objectOf(root, 0), (source) => {
        const members = memberSources(source).map(([member, json]) => ({
          name: member,
          kind: 'json' as const,
          text: json,
        }));
        const xml = writeElement(STRUCTURED.namespace, name, writeStructure(members, shape));
        const read = readStructure(readXml(xml), shape, SOAP_12);
        const written = [...read].map(
          ([member, { kind, text: told }]) =>
            `${JSON.stringify(member)}:${kind === 'text' ? JSON.stringify(told) : told}`,
        );
        expect(`{${written.join(',')}}`).toBe(compactJson(source));
      }),
      { numRuns: 50 },
    );
  });
});
