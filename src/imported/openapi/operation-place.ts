import type { Documents } from './documents.ts';
import type { OperationNames } from './operation-names.ts';
import type { SchemaReader } from './schema-reader.ts';
import type { Tree } from './tree.ts';

/** Where an operation stands in its document. */
export interface OperationPlace {
  readonly path: string;
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'patch';
  readonly operation: Tree;
  /** Parameters of all methods of the path. */
  readonly shared: readonly unknown[];
  readonly document: string;
  /** For people: `GET /orders`. */
  readonly place: string;
}

export interface ReadParts {
  readonly documents: Documents;
  readonly input: SchemaReader;
  readonly output: SchemaReader;
  readonly names: OperationNames;
  readonly note: (text: string) => void;
}

/** What cannot be called, and why; it is left out. */
export class LeftOut extends Error {}
