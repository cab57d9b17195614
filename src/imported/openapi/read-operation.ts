import type { StructureSchema } from '../../envelope/operation.ts';
import type { OpenApiOperation, RequestPlan } from './openapi-service.ts';
import { LeftOut, type OperationPlace, type ReadParts } from './operation-place.ts';
import { readAnswerForm } from './read-answer-form.ts';
import { readBody } from './read-body.ts';
import { type ReadParameter, readParameters } from './read-parameters.ts';
import { member, textAt } from './tree.ts';

/** An operation with its members and the plan of its call; undefined when it is left out, which is noted. */
export function readOperation(at: OperationPlace, parts: ReadParts): OpenApiOperation | undefined {
  try {
    return read(at, parts);
  } catch (thrown) {
    if (!(thrown instanceof LeftOut)) throw thrown;
    parts.note(`${at.place} is left out: ${thrown.message}`);
    return undefined;
  }
}

function read(at: OperationPlace, parts: ReadParts): OpenApiOperation {
  const { operation, method, path, place } = at;
  const parameters = readParameters(at, parts);
  const body = method === 'get' ? undefined : readBody(at, parts, parameters);
  const answer = readAnswerForm(at, parts);
  const id = textAt(operation, 'operationId');
  const name = parts.names.nameOf(id, method, path);
  const description = textAt(operation, 'description');
  if (member(operation, 'deprecated') === true)
    parts.note(`${place} (${name}) is deprecated by its provider`);
  const request: RequestPlan = {
    method: method.toUpperCase() as RequestPlan['method'],
    path,
    parameters: parameters.map(({ plan }) => plan),
    ...(body && { body: body.plan }),
  };
  return {
    name,
    title: textAt(operation, 'summary') ?? id ?? place,
    ...(description !== undefined && { description }),
    input: parts.input.whole(inputOf(parameters, body)),
    output: parts.output.whole(answer.output),
    safe: method === 'get',
    request,
    answer: answer.form,
  };
}

function inputOf(
  parameters: readonly ReadParameter[],
  body: Pick<StructureSchema, 'properties' | 'required'> | undefined,
): StructureSchema {
  const own = parameters.map(({ plan, schema }) => [plan.member, schema] as const);
  const required = parameters.filter((one) => one.required).map(({ plan }) => plan.member);
  return {
    type: 'object',
    properties: { ...Object.fromEntries(own), ...body?.properties },
    required: [...required, ...(body?.required ?? [])],
  };
}
