import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compactJson,
  compactMember,
  memberSources,
  memberText,
  quoteJson,
  readItems,
  readItemTexts,
  readJson,
  readMembers,
  replaceMembers,
  writeMembers,
} from '../../src/text/json.ts';
import type { JsonFault } from '../../src/text/json-fault.ts';
import { TextError } from '../../src/text/text-error.ts';

/** What strict JSON refuses although JSON.parse takes it. */
const STRICT: readonly JsonFault[] = [
  'duplicate member name',
  'member name not allowed',
  'nested too deeply',
  'too many members',
  'NUL in a string',
  'lone surrogate',
  'noncharacter',
];

const PIECES = [
  ...'{}[],:"\\ \n\t-.eE+0123au/',
  ...['{"a":', '"b":', '"\\u0061"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\n"', '"中"', '😀', '\\u0000'],
  ...['true', 'fals', 'null', '1.50', '-0', '1e999', '"__proto__":', '\u0001', '\ufeff', '\ud800', '\uffff'],
];

function errorOf(read: () => unknown): TextError {
  try {
    read();
  } catch (error) {
    if (error instanceof TextError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Adds white space wherever JSON allows it. */
function spaced(value: unknown, blanks: string): string {
  const space = () => blanks;
  if (Array.isArray(value)) {
    return `${space()}[${value.map((each) => spaced(each, blanks)).join(',')}${space()}]${space()}`;
  }
  if (typeof value !== 'object' || value === null) return `${space()}${JSON.stringify(value)}${space()}`;
  const members = Object.entries(value).map(
    ([name, each]) => `${space()}${JSON.stringify(name)}${space()}:${spaced(each, blanks)}`,
  );
  return `${space()}{${members.join(',')}${space()}}${space()}`;
}

const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 });
/** Values that strict JSON may hold. */
const values = fc
  .jsonValue({ maxDepth: 5 })
  .filter((value) => !/"__proto__"|\\u0000|[\ufffe\uffff\ufdd0-\ufdef]/.test(JSON.stringify(value)));
const numbers = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.stringMatching(/^(0|[1-9][0-9]{0,25})$/),
    fc.constantFrom('', '.0', '.50', '.000'),
    fc.constantFrom('', 'e5', 'E+07', 'e-0', 'e999'),
  )
  .map((parts) => parts.join(''));

describe('strict JSON beside JSON.parse', () => {
  it('takes no text that JSON.parse refuses, and refuses of the others only what it is strict about', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const lenient = parsed(text);
        let strict: { readonly value: unknown } | undefined;
        let fault: string | undefined;
        try {
          strict = { value: readJson(text) };
        } catch (error) {
          fault = (error as TextError).reason;
        }
        if (strict !== undefined) expect(strict).toEqual(lenient);
        else if (lenient !== undefined) expect(STRICT).toContain(fault);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads every value as JSON.parse does, with any white space', () => {
    fc.assert(
      fc.property(values, blanks, (value, blank) => {
        const text = spaced(value, blank);
        expect(readJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('compacts to what JSON.stringify writes, and leaves compact text alone', () => {
    fc.assert(
      fc.property(values, blanks, (value, blank) => {
        const compact = JSON.stringify(value);
        expect(compactJson(spaced(value, blank))).toBe(compact);
        expect(compactJson(compact)).toBe(compact);
      }),
    );
  });

  it('keeps every number lexeme', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1 }), (lexemes) => {
        const text = `{ "n" : [ ${lexemes.join(' , ')} ] }`;
        expect(compactJson(text)).toBe(`{"n":[${lexemes.join(',')}]}`);
        expect(readItems(`[${text}]`)[0]?.text).toBe(`{"n":[${lexemes.join(',')}]}`);
      }),
    );
  });

  it('quotes every text so that it reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(readJson(quoteJson(text))).toBe(text);
      }),
    );
  });
});

describe('hostile JSON', () => {
  it.each<[row: string, text: string, fault: JsonFault]>([
    ['J01 duplicate member', '{"appid":"a","appid":"b"}', 'duplicate member name'],
    ['J01 escaped duplicate', '{"appid":"a","\\u0061ppid":"b"}', 'duplicate member name'],
    ['J01 duplicate after an escaped name', '{"\\u0061ppid":"a","appid":"b"}', 'duplicate member name'],
    ['J01 nested duplicate', '{"a":[{"b":{"c":1,"d":2,"c":3}}]}', 'duplicate member name'],
    [
      'J01 duplicate in a second, alike record',
      '[{"a":1,"b":2},{"a":1,"b":2,"a":3}]',
      'duplicate member name',
    ],
    [
      'J01 duplicate in a record of another shape',
      '[{"a":1,"b":2},{"b":1,"a":2,"b":3}]',
      'duplicate member name',
    ],
    ['J02 __proto__', '{"__proto__":{"x":1}}', 'member name not allowed'],
    ['J02 escaped __proto__', '{"a":{"\\u005f_proto__":1}}', 'member name not allowed'],
    ['J04 lone high surrogate', '["\\ud800"]', 'lone surrogate'],
    ['J04 high surrogate twice', '["\\ud800\\ud800"]', 'lone surrogate'],
    ['J04 low surrogate twice', '["\\ude00\\ude00"]', 'lone surrogate'],
    ['J04 low surrogate first', '["\\ude00\\ud83d"]', 'lone surrogate'],
    ['J04 raw lone surrogate', '["\ud83d"]', 'lone surrogate'],
    ['J04 half raw, half escaped', '["\ud83d\\ude00"]', 'lone surrogate'],
    ['J04 escaped noncharacter', '["\\uffff"]', 'noncharacter'],
    ['J04 raw noncharacter', '["\ufdd0"]', 'noncharacter'],
    ['J04 noncharacter of a higher plane', '["\\ud83f\\udfff"]', 'noncharacter'],
    ['J05 33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 'nested too deeply'],
    ['J05 100,000 levels', '{"a":'.repeat(100_000), 'nested too deeply'],
    [
      'J05 1,025 members',
      JSON.stringify(Object.fromEntries(Array.from({ length: 1025 }, (_, index) => [`m${index}`, 1]))),
      'too many members',
    ],
    ['J06 escaped NUL', '["a\\u0000b"]', 'NUL in a string'],
    ['J06 raw NUL', '["a\0b"]', 'NUL in a string'],
    ['J06 raw control character', '["a\u001fb"]', 'control character in a string'],
    ['J06 raw line feed', '["a\nb"]', 'control character in a string'],
    ['J07 trailing data', '{} x', 'trailing data'],
    ['J07 two documents', '{}{}', 'trailing data'],
    ['J07 comment', '{/* */}', 'unexpected character'],
    ['J07 NaN', '[NaN]', 'unexpected character'],
    ['J07 Infinity', '[-Infinity]', 'invalid number'],
    ['J07 second BOM', '\ufeff{}', 'unexpected character'],
    ['J07 no-break space', '\u00a0{}', 'unexpected character'],
    ['trailing comma', '[1,]', 'unexpected character'],
    ['single quotes', "{'a':1}", 'unexpected character'],
    ['missing colon', '{"a" 1}', 'unexpected character'],
    ['wrong bracket', '[1}', 'unexpected character'],
    ['nothing', ' ', 'unexpected end'],
    ['cut in a string', '["a', 'unexpected end'],
    ['cut in an object', '{"a":1', 'unexpected end'],
    ['cut after an escape', '["\\', 'invalid escape'],
    ['unknown escape', '["\\x41"]', 'invalid escape'],
    ['short unicode escape', '["\\u12"]', 'invalid escape'],
    ['leading zero', '[01]', 'unexpected character'],
    ['bare point', '[1.]', 'invalid number'],
    ['plus sign', '[+1]', 'unexpected character'],
  ])('refuses %s', (_, text, fault) => {
    expect(errorOf(() => readJson(text)).reason).toBe(fault);
    expect(errorOf(() => compactJson(text)).reason).toBe(fault);
  });

  it('checks what lies inside of members as strictly (J01)', () => {
    expect(errorOf(() => readMembers('{"a":{"b":1,"b":2}}')).reason).toBe('duplicate member name');
    expect(errorOf(() => readItems('[{"a":{"b":1,"b":2}}]')).reason).toBe('duplicate member name');
  });

  it('lets nothing follow the members or the records (J07)', () => {
    expect(errorOf(() => readMembers('{"a":1}{"a":1}')).reason).toBe('trailing data');
    expect(errorOf(() => readItems('[{"a":1}],')).reason).toBe('trailing data');
  });

  it('keeps constructor and prototype as plain data (J02)', () => {
    const [item] = readItems('[{"constructor":{"prototype":{"x":1}}}]');
    expect(item?.value).toEqual(JSON.parse('{"constructor":{"prototype":{"x":1}}}'));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('compares names as decoded and never as written: a quote inside of a name stays inside (J01)', () => {
    expect(readJson('[{"a\\"b":1},{"a\\"b":2}]')).toEqual([{ 'a"b': 1 }, { 'a"b': 2 }]);
    expect(errorOf(() => readJson('[{"a\\"b":1},{"a"b":2}]')).reason).toBe('unexpected character');
  });

  it('takes 32 levels, and as many as the limit says (J05)', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(compactJson(nested(32))).toBe(nested(32));
    expect(errorOf(() => readJson(nested(3), { depth: 2 })).reason).toBe('nested too deeply');
  });

  it('reads a string of 10 MB (J06)', () => {
    const text = 'a'.repeat(10 * 1024 * 1024);
    expect(readMembers(`{"a":"${text}"}`).get('a')?.text.length).toBe(text.length);
  });

  it('tells line and column of a fault and no value', () => {
    const error = errorOf(() => readJson('{\n  "secret": "s3cr3t",\n  "secret": 1}'));
    expect(error).toMatchObject({ line: 3, column: 3, offset: 26 });
    expect(error.message).toBe('duplicate member name (line 3, column 3)');
  });
});

describe('readMembers', () => {
  it('decodes strings and keeps any other value as its exact source (J03)', () => {
    const members = readMembers(
      ' { "a" : "x\\u4e2d\\n" , "id" : 320100199001010011 , "n":1e999, "list" : [ 1.0, {"b" : -0} ] , "z":null } ',
    );
    expect([...members]).toEqual([
      ['a', { kind: 'text', text: 'x中\n' }],
      ['id', { kind: 'json', text: '320100199001010011' }],
      ['n', { kind: 'json', text: '1e999' }],
      ['list', { kind: 'json', text: '[ 1.0, {"b" : -0} ]' }],
      ['z', { kind: 'json', text: 'null' }],
    ]);
  });

  it('knows which values need no compacting, and compacts the others', () => {
    fc.assert(
      fc.property(values, values, blanks, fc.boolean(), (first, second, blank, mixed) => {
        const text = `{"a":${spaced(first, blank)},"b":${mixed ? JSON.stringify(second) : spaced(second, blank)}}`;
        for (const [name, value] of [
          ['a', first],
          ['b', second],
        ] as const) {
          const member = readMembers(text).get(name)!;
          if (member.kind === 'text') continue;
          expect(compactMember(member)).toBe(JSON.stringify(value));
          if (member.compact) expect(member.text).toBe(JSON.stringify(value));
        }
        const stringified = readMembers(JSON.stringify({ a: [first], b: [second] }));
        expect([...stringified.values()].map(({ compact }) => compact)).toEqual([true, true]);
      }),
    );
  });

  it('refuses any other top-level value (J10)', () => {
    for (const text of ['[]', '"a"', 'null', '1']) {
      expect(errorOf(() => readMembers(text)).reason).toBe('not an object');
    }
  });
});

describe('readItems', () => {
  it('gives each record compact and as a value', () => {
    expect(readItems('[ {"a" : 1.0, "b":" x "} ,\n{"a":"\\/"} ]')).toEqual([
      { text: '{"a":1.0,"b":" x "}', value: { a: 1, b: ' x ' } },
      { text: '{"a":"\\/"}', value: { a: '/' } },
    ]);
    expect(readItems(' [ ] ')).toEqual([]);
    expect(readItemTexts('[ {"a" : 1.0} ,{}]')).toEqual(['{"a":1.0}', '{}']);
  });

  it('names the element that is not an object (J10)', () => {
    const error = errorOf(() => readItems('[{}, {}, "x"]'));
    expect(error).toMatchObject({ index: 2, reason: 'element 2 is not an object', column: 10 });
    expect(errorOf(() => readItems('[null]')).index).toBe(0);
    expect(errorOf(() => readItems('{"a":1}')).reason).toBe('not an array');
  });

  it('reads 2,000 records of 20 members', () => {
    const record = (id: number) =>
      Object.fromEntries(
        Array.from({ length: 20 }, (_, member) => [`member${member}`, `数据 ${id} ${member}`]),
      );
    const text = JSON.stringify(Array.from({ length: 2000 }, (_, id) => record(id)));
    expect(readItems(text)).toHaveLength(2000);
  });
});

describe('memberText, replaceMembers, memberSources and writeMembers', () => {
  const text = '{ "id": 1.50, "na\\u006de" : "x", "o":{"id":2} }';

  it('finds the exact source of a member by its decoded name', () => {
    expect(memberText(text, 'id')).toBe('1.50');
    expect(memberText(text, 'name')).toBe('"x"');
    expect(memberText(text, 'missing')).toBeUndefined();
  });

  it('swaps values of top-level members and leaves all else as it was', () => {
    const masked = replaceMembers(text, (name, source) =>
      name === 'id' ? `"*${source.length}"` : undefined,
    );
    expect(masked).toBe('{ "id": "*4", "na\\u006de" : "x", "o":{"id":2} }');
    expect(replaceMembers(text, () => undefined)).toBe(text);
  });

  it('take an object apart and put it together again, each value by its source', () => {
    const members = memberSources(text);
    expect(members).toEqual([
      ['id', '1.50'],
      ['name', '"x"'],
      ['o', '{"id":2}'],
    ]);
    expect(writeMembers(members)).toBe('{"id":1.50,"name":"x","o":{"id":2}}');
  });
});
