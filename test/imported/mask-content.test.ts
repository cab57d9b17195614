import { describe, expect, it } from '@jest/globals';
import { maskContent } from '../../src/imported/mask-content.ts';

const CONTENT =
  '{"order":{"id":1.50,"buyer":{"idCard":"320500199001011234","name":"王小明","phone":"13800001234"}},"list":[{"card":"320500199001011234","n":12.50},{"card":null}],"__proto":"x"}';

describe('masking of an answer by paths', () => {
  it('covers what a path names, through lists, by what it holds, and touches nothing else', () => {
    const paths = [
      'order.buyer.idCard',
      'order.buyer.name:name',
      'order.buyer.phone:phone',
      'list.card',
      'list.n',
    ];
    expect(maskContent(CONTENT, paths)).toBe(
      '{"order":{"id":1.50,"buyer":{"idCard":"3205**********1234","name":"王**","phone":"138****1234"}},"list":[{"card":"3205**********1234","n":null},{"card":null}],"__proto":"x"}',
    );
  });

  it('covers everything below a path, and nothing where there is no such path', () => {
    expect(maskContent(CONTENT, ['order.buyer', 'list.unknown.deep', ''])).toContain(
      '"buyer":{"idCard":"3205**********1234","name":"**明","phone":"138****1234"}'.replace(
        '138****1234',
        '1380***1234',
      ),
    );
    expect(maskContent(CONTENT, [])).toBe(CONTENT);
  });
});
