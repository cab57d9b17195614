import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonNumber, readJsonValue, writeJsonValue } from '../../src/text/json-value.ts';

describe('a JSON value that loses nothing', () => {
  it('keeps the digits of numbers, the order of members and the text of strings', () => {
    const text = '{"b":1.50e+3,"a":[-0,12345678901234567890,true,null,{}],"t":"\\\\\\"x","2":[],"1":""}';
    expect(writeJsonValue(readJsonValue(` ${text.replaceAll(',', ' ,\n')} `))).toBe(text);
    expect(readJsonValue('0.10')).toEqual(new JsonNumber('0.10'));
  });

  it('is what any JSON says', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__')),
        (value) => {
          const text = JSON.stringify(value);
          expect(writeJsonValue(readJsonValue(text, { depth: 1000 }))).toBe(text);
        },
      ),
    );
  });

  it('refuses what strict JSON refuses', () => {
    for (const text of ['', '{"a":1,"a":2}', '[1,]', '01', '"\\ud800"', '[[[[', 'nul'])
      expect(() => readJsonValue(text)).toThrow();
    expect(() => readJsonValue('[[[]]]', { depth: 2 })).toThrow('nested too deeply');
  });

  it('is read in a moment, however many escapes a string has', () => {
    const begin = Date.now();
    const text = `"${'\\"'.repeat(3_000_000)}"`;
    expect((readJsonValue(text) as string).length).toBe(3_000_000);
    expect(Date.now() - begin).toBeLessThan(3_000);
  });
});
