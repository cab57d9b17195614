import { SCHEMA } from './namespaces.ts';
import type { Part } from './part.ts';

/** Whether an attribute of a schema says yes. */
export function isTrue(part: Part, attribute: string): boolean {
  const value = part.attribute(attribute);
  return value === 'true' || value === '1';
}

/** What `xs:documentation` tells people about a part of a schema. */
export function documentationOf(part: Part): string | undefined {
  return part.documentation(SCHEMA, 'annotation', 'documentation');
}
