import type { z } from 'zod';

/**
 * One call that a standard offers, told once. REST routes, WSDL, OpenAPI and the interface document derive
 * from it. Members carry `.meta({ title, description })` with the Chinese name and the clause.
 */
export interface Operation {
  readonly name: string;
  /** Chinese. */
  readonly title: string;
  readonly clause: string;
  readonly http: {
    readonly method: 'GET' | 'POST';
    /** `{name}` segments are members. A leading `/{service}/{interFlag}` is bound to where the service is mounted. */
    readonly path: string;
    /** The member that a body stands for which is a bare JSON array. */
    readonly list?: string;
  };
  /** Offered by SOAP too. */
  readonly soap: boolean;
  /** How a message of it stands in a file of records; absent where it cannot. */
  readonly inFiles?: FileForm;
  /**
   * Members that may come as JSON in REST (they are text in SOAP) are unions of string and JSON; a file has the format
   * `binary`. A catchall says that members of any other name are taken too.
   */
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /**
   * Members with structure: their JSON Schemas, from which SOAP derives elements and types; a member then travels as
   * JSON in the core, as elements in SOAP. Without it members are flat and travel as text.
   */
  readonly structure?: { readonly input: StructureSchema; readonly output: StructureSchema };
}

/** A message as a file of records (S2 5.4): its head names members by their texts, its rows are one member's value. */
export interface FileForm {
  /** The member that the rows are, as a JSON array of objects; absent where the head alone is the message. */
  readonly rows?: string;
  /** The member that is the message's id: whoever takes a file that names none gives it one. */
  readonly id: string;
  /** The member that names who sends it; absent where a token does, or nothing. */
  readonly caller?: string;
  /** Where the records of an answer stand: a member, and names below it. */
  readonly answer?: readonly string[];
  /** The members that ask for records, where its messages also do other things. */
  readonly question?: Readonly<Record<string, string>>;
}

/**
 * The part of JSON Schema 2020-12 that structured members are told in. `$ref` is `#/$defs/{name}` of the same schema.
 * Texts stay texts: a number is `type: 'number'` or `'integer'` and keeps its lexeme.
 */
export interface StructureSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructureSchema>>;
  readonly required?: readonly string[];
  readonly items?: StructureSchema;
  readonly additionalProperties?: boolean | StructureSchema;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly StructureSchema[];
  readonly allOf?: readonly StructureSchema[];
  readonly oneOf?: readonly StructureSchema[];
  readonly default?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, StructureSchema>>;
  /** Where it came from an XML Schema: its namespace, and how it stands there. */
  readonly 'x-xml'?: {
    readonly namespace?: string;
    /** An attribute of its parent, or its parent's own text, instead of an element. */
    readonly as?: 'attribute' | 'text';
    /** The XML Schema type, such as `xs:dateTime`. */
    readonly type?: string;
    readonly nillable?: boolean;
  };
}
