import { describe, expect, it } from '@jest/globals';
import { findRoute } from '../../src/listener/find-route.ts';
import { readMediaType } from '../../src/listener/media-type.ts';
import { readHeaders } from '../../src/listener/read-headers.ts';
import { unfoldAddress } from '../../src/listener/read-peer.ts';
import { SAMPLE_SERVICE } from '../channels/rest/sample-service.ts';

describe('readMediaType', () => {
  it.each([
    ['application/json', 'application/json', {}],
    [' Application/JSON ; Charset=UTF-8', 'application/json', { charset: 'UTF-8' }],
    ['text/xml;charset="utf-8";;', 'text/xml', { charset: 'utf-8' }],
    [
      'application/soap+xml; action="urn:a;b=\\"c\\""; charset=utf-8',
      'application/soap+xml',
      { action: 'urn:a;b="c"', charset: 'utf-8' },
    ],
    ['a/b; x="a, b"; constructor=1', 'a/b', { x: 'a, b', constructor: '1' }],
  ])('reads %s', (header, type, parameters) => {
    expect(readMediaType(header)).toEqual({ type, parameters });
  });

  it.each([
    undefined,
    '',
    'json',
    'a/b/c',
    'a/b c/d',
    'a/b, c/d',
    'a/b; charset',
    'a/b; charset=',
    'a/b; charset="utf-8',
    'a/b; charset=utf-8 x',
    'a/b; charset=utf-8; CHARSET=gbk',
  ])('counts %s as none', (header) => {
    expect(readMediaType(header)).toEqual({ type: '', parameters: {} });
  });

  it('reads hostile headers as none', () => {
    const none = { type: '', parameters: {} };
    expect(readMediaType(`a/b${'; a="\\'.repeat(5000)}`)).toEqual(none);
    expect(readMediaType(`a/b${' '.repeat(16_000)}x`)).toEqual(none);
  });
});

describe('readHeaders', () => {
  it('keeps any name as plain data', () => {
    const { headers, fault } = readHeaders(['__proto__', 'a', 'X-A', 'b', 'Via', '1', 'VIA', '2']);
    expect(Object.entries(headers)).toEqual([
      ['__proto__', 'a'],
      ['x-a', 'b'],
      ['via', '1, 2'],
    ]);
    expect(fault).toBeUndefined();
  });

  it('finds a repeated header in any case', () => {
    expect(readHeaders(['Token', 'a', 'TOKEN', 'a']).fault).toMatchObject({
      code: 'MALFORMED',
      reason: 'REPEATED_HEADER',
    });
  });
});

describe('unfoldAddress', () => {
  it('shows IPv4 as IPv4 and leaves IPv6 alone', () => {
    expect(unfoldAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(unfoldAddress('2001:db8::1')).toBe('2001:db8::1');
    expect(unfoldAddress('::1')).toBe('::1');
  });
});

describe('findRoute', () => {
  const other = { ...SAMPLE_SERVICE, standard: 'other', path: '/other/exchange' };

  it('finds the service that is mounted there, not one whose template would fit too', () => {
    const services = [SAMPLE_SERVICE, other];
    expect(findRoute(services, '/other/exchange')?.service.standard).toBe('other');
    expect(findRoute(services, '/sample/exchange')?.service.standard).toBe('sample');
    expect(findRoute(services, '/third/exchange')).toBeUndefined();
  });

  it('tells what is offered there', () => {
    expect(findRoute([SAMPLE_SERVICE], '/sample/exchange?a')).toMatchObject({ methods: ['GET', 'POST'] });
    expect(findRoute([SAMPLE_SERVICE], '/sample/exchange/ask/x')).toMatchObject({
      methods: ['GET'],
      parameters: { topic: 'x' },
    });
  });
});
