import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkStructure } from '../../../src/registry/wire/check-structure.ts';
import { required, type Structure, structure } from '../../../src/registry/wire/form.ts';
import { ANSWERS, MESSAGES } from '../../../src/registry/wire/message-forms.ts';
import { readStructure } from '../../../src/registry/wire/read-structure.ts';
import { writeAnswer, writeRequest } from '../../../src/registry/wire/write-reply.ts';
import { readJson } from '../../../src/text/json.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { valueIn } from './any-structure.ts';

/** The form as it stands on the wire, with what every message says. */
function told({ attributes, parts }: Structure, ...names: readonly string[]): Structure {
  return structure([...names.map((name) => required(name)), ...attributes], ...parts);
}

const RUNS = { numRuns: 40 };

describe.each(Object.entries(MESSAGES))('%s', (name, { request }) => {
  it('says in XML what it says as a structure', () => {
    fc.assert(
      fc.property(valueIn(request), (value) => {
        const element = readXml(writeRequest(name, value as object, request));
        expect(readStructure(element, told(request, 'generic'))).toEqual({
          generic: '2.0',
          ...(value as object),
        });
      }),
      RUNS,
    );
  });

  it('says in JSON what it says as a structure', () => {
    fc.assert(
      fc.property(valueIn(request), (value) => {
        const read = readJson(JSON.stringify(value));
        expect(checkStructure(read, request, name)).toEqual(value);
      }),
      RUNS,
    );
  });
});

describe.each(Object.entries(ANSWERS))('%s', (name, form) => {
  it('says in XML what it says as a structure', () => {
    fc.assert(
      fc.property(valueIn(form), (value) => {
        const xml = writeAnswer(name as keyof typeof ANSWERS, value as object, 'tonggui');
        const read = readStructure(readXml(xml), told(form, 'generic', 'operator'));
        expect(read).toEqual({ generic: '2.0', operator: 'tonggui', ...(value as object) });
      }),
      RUNS,
    );
  });
});
