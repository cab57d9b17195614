import type { HttpReply, MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import { takesFiles } from '../../http/file-members.ts';
import { operationPath } from '../../http/find-operation.ts';
import { ComponentSchemas } from './component-schemas.ts';
import { type OperationSchema, operationSchema } from './operation-schema.ts';
import { statusErrors } from './told-errors.ts';

/** The service as an OpenAPI 3.1 document; there is no variant of it. */
export function openApiReply(service: MountedService, variant: string): HttpReply | undefined {
  if (variant !== '') return undefined;
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(openApi(service), undefined, 2),
  };
}

const ERROR = 'errorAnswer';
const ERROR_SCHEMA = {
  type: 'object',
  properties: {
    code: { type: 'string', title: '错误代码' },
    message: { type: 'string', title: '错误说明' },
    errors: {
      type: 'array',
      title: '出错的成员',
      items: {
        type: 'object',
        properties: { member: { type: 'string', title: '成员' }, message: { type: 'string', title: '说明' } },
        required: ['message'],
      },
    },
  },
  required: ['code', 'message'],
} as const;

/** Built from the operations alone, so that it cannot drift from what is checked. */
export function openApi(service: MountedService) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of service.operations) {
    const path = operationPath(service, operation);
    paths[path] = { ...paths[path], [operation.http.method.toLowerCase()]: call(service, operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: service.title, version: service.version },
    servers: [{ url: serverUrl(service) }],
    paths,
    components: { schemas: componentsOf(service), ...securitySchemes(service) },
    ...(service.authorization && { security: service.authorization.map((scheme) => ({ [scheme]: [] })) }),
  };
}

function securitySchemes({ authorization }: MountedService) {
  if (!authorization) return {};
  return {
    securitySchemes: Object.fromEntries(authorization.map((scheme) => [scheme, { type: 'http', scheme }])),
  };
}

function serverUrl({ url, path }: MountedService): string {
  return url.endsWith(path) ? url.slice(0, -path.length) : new URL(url).origin;
}

function call(service: MountedService, operation: Operation) {
  const parameters = [...pathParameters(service, operation), ...queryParameters(operation)];
  return {
    operationId: operation.name,
    summary: operation.title,
    description: operation.clause,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.http.method === 'POST' && {
      requestBody: { required: true, content: body(operation) },
    }),
    responses: responses(service, operation),
  };
}

function pathParameters(service: MountedService, operation: Operation) {
  const { properties } = operationSchema(operation.input);
  return [...operationPath(service, operation).matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name!] ?? { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  }));
}

function queryParameters(operation: Operation) {
  if (operation.http.method !== 'GET') return [];
  const { properties, required } = besidePath(operation);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** What a query or a body holds: the members that do not stand in the path. */
function besidePath({ http, input }: Operation): OperationSchema {
  const schema = operationSchema(input);
  const beside = (name: string) => !http.path.includes(`{${name}}`);
  const properties = Object.entries(schema.properties).filter(([name]) => beside(name));
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    required: schema.required.filter(beside),
  };
}

/** A file comes in a form. */
function body(operation: Operation) {
  const request = { schema: { $ref: `#/components/schemas/${operation.name}Request` } };
  return { [takesFiles(operation) ? 'multipart/form-data' : 'application/json']: request };
}

/** A structured operation's errors have a form of their own, and each its status. */
function responses({ messages }: MountedService, { name, structure }: Operation) {
  const content = json(`${name}Response`);
  const errors = [...statusErrors(messages, structure !== undefined)].map(([status, told]) => [
    String(status),
    {
      description: told.map(({ code, message }) => `${code} ${message}`).join('；'),
      content: structure ? json(ERROR) : content,
    },
  ]);
  return {
    '200': { description: structure ? '成功' : '标准规定的应答，包括标准规定的失败应答', content },
    ...Object.fromEntries(errors),
  };
}

function json(schema: string) {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
}

function componentsOf({ operations }: MountedService): Readonly<Record<string, unknown>> {
  const structured = operations.some(({ structure }) => structure);
  const names = operations.flatMap(({ name }) => [`${name}Request`, `${name}Response`]);
  const shared = new ComponentSchemas([...names, ERROR]);
  const own = Object.fromEntries(operations.flatMap((operation) => schemas(operation, shared)));
  return { ...own, ...(structured && { [ERROR]: ERROR_SCHEMA }), ...shared.components() };
}

function schemas(operation: Operation, shared: ComponentSchemas): readonly (readonly [string, object])[] {
  const { name, structure } = operation;
  if (structure)
    return [
      [`${name}Request`, { ...shared.of(structure.input), additionalProperties: false }],
      [`${name}Response`, shared.of(structure.output)],
    ];
  return [
    [`${operation.name}Request`, besidePath(operation)],
    [`${operation.name}Response`, operationSchema(operation.output)],
  ];
}
