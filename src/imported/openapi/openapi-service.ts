import type { ImportedOperation, ImportedService } from '../imported-service.ts';

/** A service read from an OpenAPI document. It is plain data, all that calls need included. */
export interface OpenApiService extends ImportedService {
  readonly kind: 'openapi';
  readonly wire: 'rest';
  readonly operations: readonly OpenApiOperation[];
}

export interface OpenApiOperation extends ImportedOperation {
  readonly request: RequestPlan;
  readonly answer: AnswerForm;
}

/** How members become a request. */
export interface RequestPlan {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the endpoint, with `{name}` segments of the provider's own names. */
  readonly path: string;
  readonly parameters: readonly ParameterPlan[];
  readonly body?: BodyPlan;
}

export interface ParameterPlan {
  readonly member: string;
  /** What the provider calls it. */
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly style:
    | 'simple'
    | 'label'
    | 'matrix'
    | 'form'
    | 'spaceDelimited'
    | 'pipeDelimited'
    | 'deepObject'
    | 'json';
  readonly explode: boolean;
}

export interface BodyPlan {
  readonly mediaType: string;
  /** The members that are its members; or the one member that it is. */
  readonly members: readonly string[] | string;
}

/** What a good answer holds: an object with the members themselves, a list (`items`), another value (`value`), nothing. */
export type AnswerForm = 'object' | 'items' | 'value' | 'none';
