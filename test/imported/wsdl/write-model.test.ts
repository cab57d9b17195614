import { describe, expect, it } from '@jest/globals';
import { writeModel } from '../../../src/imported/wsdl/write-model.ts';
import type { Particle } from '../../../src/imported/wsdl/wsdl-service.ts';

const NOTHING = { path: 'any', texts: [] };
const ONCE = { least: 1, most: 1 } as const;
const [a, b, c] = [0, 1, 2].map((element): Particle => ({ kind: 'element', element, ...ONCE }));

function written(
  model: Particle,
  texts: readonly (readonly string[])[],
  rest: readonly string[] = [],
): string {
  const queues = texts.map((one, index) => ({ path: 'abc'[index]!, texts: one }));
  return writeModel(model, queues, { ...NOTHING, texts: rest });
}

describe('a content model', () => {
  it('takes the alternative that is complete, though an earlier one was begun', () => {
    const parts: Particle[] = [
      { kind: 'sequence', parts: [a!, b!], ...ONCE },
      { kind: 'sequence', parts: [a!, c!], ...ONCE },
    ];
    expect(written({ kind: 'choice', parts, ...ONCE }, [['1'], [], ['2']])).toBe('12');
  });

  it('that names an element twice takes its values in turn', () => {
    const model: Particle = { kind: 'sequence', parts: [a!, b!, a!], ...ONCE };
    expect(written(model, [['1', '3'], ['2']])).toBe('123');
    expect(() => written(model, [['1'], ['2']])).toThrow(
      expect.objectContaining({ details: [{ member: 'a', message: '必填，不能缺少' }] }),
    );
  });

  it('repeats a group as often as there is something for it', () => {
    const parts: Particle[] = [a!, { kind: 'element', element: 1, least: 0, most: 1 }];
    expect(written({ kind: 'sequence', parts, least: 0 }, [['1', '3', '4'], ['2']])).toBe('1234');
    expect(written({ kind: 'sequence', parts, least: 0 }, [[], []])).toBe('');
  });

  it('repeats a choice until all is written', () => {
    const model: Particle = { kind: 'choice', parts: [a!, b!], least: 0 };
    expect(written(model, [['1', '3'], ['2']])).toBe('132');
  });

  it('demands what a group must have as often as it must stand', () => {
    const model: Particle = { kind: 'sequence', parts: [a!], least: 2, most: 2 };
    expect(() => written(model, [['1']])).toThrow(expect.objectContaining({ code: 'BAD_PARAMETER' }));
    expect(() => written(model, [['1', '2', '3']])).toThrow(
      expect.objectContaining({ code: 'BAD_PARAMETER' }),
    );
  });

  it('puts other elements where they may stand', () => {
    const parts: Particle[] = [a!, { kind: 'rest', least: 0 }, b!];
    expect(written({ kind: 'sequence', parts, ...ONCE }, [['1'], ['2']], ['<x/>'])).toBe('1<x/>2');
  });
});
