import { afterEach, describe, expect, it } from '@jest/globals';
import type { HttpRequest, MountedService } from '../../src/envelope/http-channel.ts';
import type { HttpEndpoint } from '../../src/envelope/http-endpoint.ts';
import { SAMPLE_SERVICE } from '../channels/rest/sample-service.ts';
import { startGateway, stopGateways } from './gateway.ts';

afterEach(stopGateways);

const asked: HttpRequest[] = [];
const echo: HttpEndpoint = {
  name: 'echo',
  owns: ([first]) => first === 'echo',
  bodyBytes: 16,
  answer: async (request) => {
    asked.push(request);
    return { status: 200, headers: {}, body: `${request.path} ${request.body.toString('utf8')}` };
  },
  refuse: (_request, error) => ({ status: 418, headers: {}, body: error.code }),
};

describe('an endpoint beside the services', () => {
  const begin = async () => {
    const { url } = await startGateway({ endpoints: [echo] });
    return new URL(url).origin;
  };

  it('gets what is sent to its own addresses, with the body read', async () => {
    const origin = await begin();
    const answer = await fetch(`${origin}/echo/a-b?x=1`, { method: 'POST', body: 'hello' });
    expect(await answer.text()).toBe('/echo/a-b hello');
    expect(asked.at(-1)!.query.get('x')).toBe('1');
    expect((await fetch(`${origin}/other`)).status).toBe(404);
  });

  it('renders what the listener refuses: a body past its own limit, a compressed one', async () => {
    const origin = await begin();
    const large = await fetch(`${origin}/echo`, { method: 'POST', body: 'x'.repeat(17) });
    expect([large.status, await large.text()]).toEqual([418, 'TOO_LARGE']);
    const headers = { 'content-encoding': 'gzip' };
    const packed = await fetch(`${origin}/echo`, { method: 'POST', body: 'x', headers });
    expect(await packed.text()).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('never takes an address that decodes to something else', async () => {
    const origin = await begin();
    const answer = await fetch(`${origin}/echo%2fx`);
    expect(answer.status).toBe(404);
  });
});

describe('the list of services', () => {
  it('is looked at anew for every request', async () => {
    let services: readonly MountedService[] = [];
    const { url } = await startGateway({ services: () => services });
    expect((await fetch(`${url}?openapi`)).status).toBe(404);
    services = [SAMPLE_SERVICE];
    expect((await fetch(`${url}?openapi`)).status).toBe(200);
    services = [];
    expect((await fetch(`${url}?openapi`)).status).toBe(404);
  });
});
