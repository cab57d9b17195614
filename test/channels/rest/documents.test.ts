import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { documentPage, documentReply } from '../../../src/channels/rest/document-page.ts';
import { openApi } from '../../../src/channels/rest/open-api.ts';
import { createRestChannel } from '../../../src/channels/rest/rest-channel.ts';
import { toldErrors } from '../../../src/channels/rest/told-errors.ts';
import { SAMPLE_SERVICE } from './sample-service.ts';

describe('?openapi', () => {
  const document = openApi(SAMPLE_SERVICE);

  it('tells every operation at its full address below the public server', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://gateway.example/base' }] });
    expect(Object.keys(document.paths)).toEqual(['/sample/exchange', '/sample/exchange/ask/{topic}']);
    expect(document.paths['/sample/exchange']?.['post']).toMatchObject({
      operationId: 'send',
      summary: '发送',
    });
  });

  it('tells path and query parameters of a GET operation', () => {
    expect(document.paths['/sample/exchange/ask/{topic}']?.['get']).toMatchObject({
      parameters: [
        { name: 'topic', in: 'path', required: true },
        { name: 'key', in: 'query', required: true, schema: { type: 'string', title: '关键字' } },
      ],
    });
  });

  it('derives the members from the schemas, with Chinese names', () => {
    expect(document.components.schemas['sendRequest']).toMatchObject({
      properties: { id: { type: 'string', title: '编号', maxLength: 20 }, kind: { enum: ['a', 'b'] } },
      required: ['id', 'list'],
    });
  });

  it('tells a form in words where the standard has them', () => {
    const code = z
      .string()
      .regex(/^\d{4}$/)
      .meta({ title: '代码', 'x-form': '4位数字' });
    const worded = { ...SAMPLE_SERVICE.operations[0]!, input: z.object({ code }) };
    const page = documentPage({ ...SAMPLE_SERVICE, operations: [worded] });
    expect(page).toContain('4位数字');
    expect(page).not.toContain('{4}');
  });

  it("tells errors in the standard's own words, as the page does", () => {
    const service = {
      ...SAMPLE_SERVICE,
      messages: { RANDOM_REUSED: '流水号已被使用', STORAGE_UNAVAILABLE: '暂不可用' },
    };
    const page = documentPage(service);
    expect(page).toContain('流水号已被使用');
    expect(page).not.toContain('请求随机标识');
    expect(JSON.stringify(openApi(service))).not.toContain('请求随机标识');
  });

  it('tells the standard answer and every status that always shows', () => {
    const call = document.paths['/sample/exchange']?.['post'] as { responses: Record<string, unknown> };
    const statuses = ['200', '400', '404', '405', '408', '413', '415', '429', '500', '503'];
    expect(Object.keys(call.responses)).toEqual(statuses);
  });

  it('resolves each of its references', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(document.components.schemas).toHaveProperty(name!);
    }
  });

  it('has no variants', () => {
    const { documents } = createRestChannel();
    expect(documents['openapi']?.(SAMPLE_SERVICE, '')?.headers['content-type']).toContain('application/json');
    expect(documents['openapi']?.(SAMPLE_SERVICE, '../../etc/passwd')).toBeUndefined();
    expect(documents['doc']?.(SAMPLE_SERVICE, 'x')).toBeUndefined();
  });
});

describe('?doc', () => {
  const page = documentPage(SAMPLE_SERVICE);

  it('escapes whatever a service says', () => {
    expect(page).toContain('<h1>样例接口 &lt;b&gt;&amp;&quot;&#39;</h1>');
    expect(page).toContain('附录 &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('<td>&lt;新增&gt;</td>');
    expect(page).not.toMatch(/<script|<i>|<b>/);
  });

  it('loads nothing from elsewhere and allows no script', () => {
    expect(page).not.toMatch(/\ssrc=|@import|url\(|<link/);
    expect(documentReply(SAMPLE_SERVICE, '')?.headers['content-security-policy']).toContain(
      "default-src 'none'",
    );
  });

  it('has the address, the protocols and a row for every member', () => {
    expect(page).toContain('<code>https://gateway.example/base/sample/exchange</code>');
    expect(page).toContain('application/soap+xml');
    expect(page).toContain(
      '<td><code>id</code></td><td>编号</td><td>字符串</td><td>是</td><td>长度1至20</td><td>唯一 &lt;i&gt;编号&lt;/i&gt;</td>',
    );
    expect(page).toContain('<td><code>list</code></td><td>数据</td><td>对象数组或字符串</td>');
    expect(page).toContain('<td>取值a、b</td>');
  });

  it('lists every error code', () => {
    for (const { code, message } of toldErrors(true)) {
      expect(page).toContain(`<td><code>${code}</code></td>`);
      expect(page).toContain(`<td>${message}</td>`);
    }
  });

  it('links each entry of its contents to a heading, and says nothing of SOAP without it', () => {
    for (const [, id] of page.matchAll(/href="#(s\d+)"/g)) expect(page).toContain(`<h2 id="${id}">`);
    const restOnly = { ...SAMPLE_SERVICE, operations: [SAMPLE_SERVICE.operations[1]!] };
    expect(documentPage(restOnly)).not.toContain('soap+xml');
    expect(documentPage(restOnly)).not.toContain('MUST_UNDERSTAND');
  });
});
