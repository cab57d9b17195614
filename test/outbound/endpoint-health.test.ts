import { describe, expect, it } from '@jest/globals';
import { createEndpointHealth } from '../../src/outbound/endpoint-health.ts';

const ALL = ['a', 'b', 'c'];
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('endpoints', () => {
  it('stand in the order of preference, those that failed lately last', () => {
    const health = createEndpointHealth(60);
    expect(health.order(ALL, true)).toEqual(ALL);
    health.tell('a', true);
    health.tell('b', true);
    expect(health.order(ALL, true)).toEqual(['c', 'a', 'b']);
    health.tell('a', false);
    expect(health.order(ALL, false)).toEqual(['a', 'c', 'b']);
  });

  it('are probed by one call at a time, and never by a change while another is well', async () => {
    const health = createEndpointHealth(0.05);
    health.tell('a', true);
    await wait(80);
    expect(health.order(ALL, false)).toEqual(['b', 'c', 'a']);
    expect(health.order(ALL, true)).toEqual(['a', 'b', 'c']);
    expect(health.order(ALL, true)).toEqual(['b', 'c', 'a']);
    health.tell('a', false);
    expect(health.order(ALL, true)).toEqual(ALL);
  });

  it('are all that there is when it is one', () => {
    const health = createEndpointHealth(60);
    health.tell('a', true);
    expect(health.order(['a'], true)).toEqual(['a']);
  });
});
