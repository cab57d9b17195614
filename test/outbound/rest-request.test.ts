import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Operation } from '../../src/envelope/operation.ts';
import type { Member } from '../../src/envelope/raw-message.ts';
import { restRequest } from '../../src/outbound/rest-request.ts';

const ENDPOINT = 'https://data.example.cn:8443/share/exchange/';

function request(http: Operation['http'], members: Readonly<Record<string, string>>, endpoint = ENDPOINT) {
  const operation = { name: 'x', title: '', clause: '', soap: true, input: z.object(), output: z.object() };
  const texts = Object.entries(members).map(
    ([name, text]) => [name, { kind: 'text', text } as Member] as const,
  );
  const { url, method, body } = restRequest(endpoint, { ...operation, http }, new Map(texts));
  return { url, method, body: body?.toString() };
}

describe('an operation by REST', () => {
  it('stands at the endpoint where its path is the service’s own', () => {
    expect(request({ method: 'POST', path: '/{service}/{interFlag}' }, { a: '1' })).toEqual({
      url: 'https://data.example.cn:8443/share/exchange',
      method: undefined,
      body: '{"a":"1"}',
    });
    expect(request({ method: 'POST', path: '/{service}/{interFlag}/more' }, {}).url).toBe(
      'https://data.example.cn:8443/share/exchange/more',
    );
  });

  it('stands at the endpoint’s origin where the standard fixes its path', () => {
    expect(request({ method: 'POST', path: '/add/{id}/x' }, { id: '7', a: '1' })).toMatchObject({
      url: 'https://data.example.cn:8443/add/7/x',
      body: '{"a":"1"}',
    });
  });

  it('writes what a GET asks into the query, each text exactly', () => {
    const { url, method, body } = request({ method: 'GET', path: '/get/{id}' }, { id: 'a', q: '中 &=+#?%' });
    expect({ method, body }).toEqual({ method: 'GET', body: undefined });
    expect([...new URL(url).searchParams]).toEqual([['q', '中 &=+#?%']]);
  });

  it.each(['a/b', 'a?b', 'a#b', '%2e%2e', '中', 'a b', '..;x', '\\'])(
    'keeps a member within its segment: %s',
    (id) => {
      const { url } = request({ method: 'GET', path: '/get/{id}/end' }, { id });
      const segments = new URL(url).pathname.split('/');
      expect(segments).toHaveLength(4);
      expect(decodeURIComponent(segments[2]!)).toBe(id);
      expect(segments[3]).toBe('end');
    },
  );

  it.each(['', '.', '..'])('refuses a member that would climb out of the path: %j', (id) => {
    expect(() => request({ method: 'GET', path: '/get/{id}' }, { id })).toThrow('id');
  });
});
