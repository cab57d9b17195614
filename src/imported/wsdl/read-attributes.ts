import { SCHEMA, WELL_KNOWN } from './namespaces.ts';
import { type Defined, meaning, type SchemaIndex } from './schema-index.ts';
import { documentationOf } from './schema-parts.ts';
import type { SimpleTypes } from './simple-types.ts';
import type { TypeBuilder } from './type-builder.ts';

/** Attribute groups that use one another. */
const DEEPEST = 30;
const MOST = 1000;

/** Reads the attributes of a type or an attribute group into the builder. */
export function readAttributes(
  defined: Defined,
  builder: TypeBuilder,
  index: SchemaIndex,
  simple: SimpleTypes,
): void {
  let count = 0;
  const read = ({ part, schema }: Defined, depth: number): void => {
    if (depth > DEEPEST) part.fail('too many attribute groups within each other, or within themselves');
    for (const child of part.children(SCHEMA, 'attribute', 'attributeGroup')) {
      count += 1;
      if (count > MOST) part.fail(`more than ${MOST} attributes`);
      if (child.local === 'attribute') readAttribute({ part: child, schema }, builder, index, simple);
      else {
        const name = meaning(child, 'ref', schema) ?? child.fail('the attribute ref is missing');
        read(index.get('attributeGroup', name, child), depth + 1);
      }
    }
  };
  read(defined, 0);
}

function readAttribute(
  { part, schema }: Defined,
  builder: TypeBuilder,
  index: SchemaIndex,
  simple: SimpleTypes,
): void {
  const reference = part.reference('ref');
  // `xml:lang`, `wsdl:arrayType` and their like say nothing about the data.
  if (reference && WELL_KNOWN.has(reference.namespace)) return;
  const name = meaning(part, 'ref', schema);
  const declared = name ? index.get('attribute', name, part) : { part, schema };
  const qualified = name
    ? true
    : part.attribute('form')
      ? part.attribute('form') === 'qualified'
      : schema.attributesQualified;
  const draft = {
    namespace: qualified ? declared.schema.namespace : '',
    local: declared.part.named('name'),
    required: part.attribute('use') === 'required',
    simple: simple.typeOf(declared),
  };
  const description = documentationOf(declared.part);
  if (part.attribute('use') === 'prohibited') builder.withoutAttribute(draft);
  else builder.attribute({ ...draft, ...(description !== undefined && { description }) });
}
