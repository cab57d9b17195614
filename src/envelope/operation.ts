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
  /**
   * Members that may come as JSON in REST (they are text in SOAP) are unions of string and JSON; a file has the format
   * `binary`. A catchall says that members of any other name are taken too.
   */
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
}
