import { describe, expect, it } from '@jest/globals';
import { parseGrant, printGrant } from '../../src/access/grant-text.ts';
import { grants } from '../../src/access/grants.ts';
import { sampleApplication } from './sample-application.ts';

const granted = (...texts: string[]) => sampleApplication({ grants: texts.map(parseGrant) });

describe('grant text', () => {
  it.each([
    '1402*:01,04:320500',
    '*:*:*',
    '001:04:320000,110000:reveal',
    '110208:01,02,03,04:*',
    'riskPoint:01,04:320500',
    'risk*:*:*',
    'attachment:05:*',
    'city.orders:getOrder,createOrder:*',
    'city.*:*:*:reveal',
    '*:getOrder:*',
  ])('reads %s and writes it the same', (text) => {
    expect(printGrant(parseGrant(text))).toBe(text);
  });

  it.each([
    '',
    '*',
    '*:*',
    '1402*:01,04',
    '14*2:01:*',
    '1402*:06:*',
    '1402*:01,:*',
    '*:*:3205',
    '*:*:000000',
    '*:*:*:show',
    '*:*:*:reveal:x',
    '1402:01:*',
    'risk-point:01:*',
    'a*b:01:*',
    '140208:add:*',
    'riskPoint:query:*',
    '.orders:getOrder:*',
    'city.orders:1st:*',
  ])('refuses %j and tells the syntax', (text) => {
    expect(() => parseGrant(text)).toThrow(/CODE:ACTIONS:REGIONS/);
  });
});

describe('grants', () => {
  it('refuses a business code or an action that no grant covers', () => {
    const application = granted('1102*:01,04:*');
    expect(grants.demand(application, '110208', '04')).toHaveLength(1);
    expect(() => grants.demand(application, '110208', '03')).toThrow(
      expect.objectContaining({ code: 'NOT_GRANTED' }),
    );
    expect(() => grants.demand(application, '120208', '04')).toThrow(
      expect.objectContaining({ code: 'NOT_GRANTED' }),
    );
  });

  it('lets a code without an asterisk mean itself only', () => {
    expect(() => grants.demand(granted('110:04:*'), '110208', '04')).toThrow();
  });

  it('covers what lies below a region and everything with an asterisk', () => {
    const scope = (...texts: string[]) => grants.scope(granted(...texts).grants);
    expect(scope('*:*:320000')).toEqual(['32']);
    expect(scope('*:*:320500')).toEqual(['3205']);
    expect(scope('*:*:320505')).toEqual(['320505']);
    expect(scope('*:*:320500,110000')).toEqual(['3205', '11']);
    expect(scope('*:*:320500', '*:*:320000')).toEqual(['32']);
    expect(scope('*:*:320500', '*:*:*')).toBeUndefined();
  });

  it('reveals sensitive members only where revealing grants cover the whole scope', () => {
    const reveal = (...texts: string[]) => grants.reveal(granted(...texts).grants);
    expect(reveal('*:*:*')).toBe(false);
    expect(reveal('*:*:*:reveal')).toBe(true);
    expect(reveal('*:*:320000:reveal', '*:*:320500')).toBe(true);
    expect(reveal('*:*:320500:reveal', '*:*:320000')).toBe(false);
    expect(reveal('*:*:320000:reveal', '*:*:*')).toBe(false);
  });
});
