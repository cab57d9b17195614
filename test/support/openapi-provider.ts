import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A REST provider as someone else would have written it; its description is handed in, never fetched. */
export const ORDERS_YAML = `
openapi: 3.0.3
info: { title: 订单服务, version: 1.0.0 }
servers: [{ url: 'https://{host}/v1', variables: { host: { default: provider.example } } }]
paths:
  /orders:
    post:
      operationId: createOrder
      summary: 创建订单
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses:
        '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Created' } } } }
    get:
      summary: 查询订单
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: page, in: query, schema: { type: integer, minimum: 1 } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      responses:
        default: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } }
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getOrder
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
    delete:
      operationId: orders.delete
      responses: { '204': { description: gone } }
  /upload:
    post:
      operationId: upload
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: { '200': { description: ok } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
  schemas:
    Order:
      type: object
      required: [order, lines, id]
      properties:
        id: { type: integer, format: int64, readOnly: true }
        order: { type: string, pattern: '^[0-9]{4}$', example: '0101' }
        buyer: { $ref: '#/components/schemas/Buyer' }
        lines: { type: array, items: { $ref: '#/components/schemas/Line' } }
        note: { type: string, nullable: true }
    Buyer:
      type: object
      properties: { name: { type: string }, idCard: { type: string } }
      required: [name]
    Line:
      type: object
      properties: { name: { type: string }, price: { type: number, minimum: 0, exclusiveMinimum: true } }
      required: [name, price]
    Created:
      allOf:
        - { type: object, properties: { id: { type: integer } }, required: [id] }
        - { type: object, properties: { echo: { type: string } } }
`;

export interface ProviderRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ProviderAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Buffer;
}

export interface OpenApiProvider {
  readonly url: string;
  readonly asked: ProviderRequest[];
  answer: (request: ProviderRequest) => ProviderAnswer;
  close(): Promise<void>;
}

/** Answers on a port of its own whatever the test says, and keeps what it was asked. */
export async function openOpenApiProvider(): Promise<OpenApiProvider> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = {
      method: incoming.method!,
      url: incoming.url!,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    provider.asked.push(request);
    const { status = 200, type = 'application/json', body = '' } = provider.answer(request);
    outgoing.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: OpenApiProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: [],
    answer: () => ({ body: '{}' }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}
