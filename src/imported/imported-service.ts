import type { CallFailure } from '../envelope/call-result.ts';
import type { StructureSchema } from '../envelope/operation.ts';
import type { ProviderWire } from '../envelope/provider.ts';

/** A description that an operator imports: the root document and what it refers to, by the names it uses for them. */
export interface DescriptionDocuments {
  readonly root: string;
  readonly others?: Readonly<Record<string, string>>;
}

/** A service as its own description has it (a WSDL 1.1 or an OpenAPI 3.x document), whatever standard it follows. */
export interface ImportedService {
  readonly kind: 'wsdl' | 'openapi';
  /** For people; from the description. */
  readonly title: string;
  readonly wire: ProviderWire;
  /** Access points that the description names; an operator may give others. */
  readonly endpoints: readonly string[];
  readonly operations: readonly ImportedOperation[];
  /** What an operator must know: what was left out and why, how the provider lets callers in. English. */
  readonly notes?: readonly string[];
}

export interface ImportedOperation {
  /** Unique, `[A-Za-z_][A-Za-z0-9_.-]{0,63}`: part of addresses and an element's name. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** An object; its properties are the members. Repeated elements are arrays, texts are strings. */
  readonly input: StructureSchema;
  readonly output: StructureSchema;
  /** Changes nothing at the provider (GET): may be asked again, and at another endpoint. */
  readonly safe: boolean;
}

/** What came of asking an imported service. */
export type ImportedOutcome =
  /** JSON text of an object as the output schema has it. */
  | { readonly kind: 'answer'; readonly status: number; readonly content: string }
  /** A Fault or an error answer of the provider; `message` is its own text. */
  | { readonly kind: 'fault'; readonly status: number; readonly code?: string; readonly message: string }
  | {
      readonly kind: 'failed';
      readonly failure: CallFailure;
      readonly message: string;
      readonly delivered: 'no' | 'unknown';
    };

/** A description that cannot be imported; the text says where and what to do, in English. */
export class DescriptionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DescriptionError';
  }
}
