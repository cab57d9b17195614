import type { StructureSchema } from '../../envelope/operation.ts';
import type { ImportedOperation, ImportedService } from '../imported-service.ts';

/** A service read from a WSDL 1.1. It is plain data, all that calls need included. */
export interface WsdlService extends ImportedService {
  readonly kind: 'wsdl';
  readonly wire: SoapWire;
  readonly operations: readonly WsdlOperation[];
  /** The complex types that messages refer to. */
  readonly types: WsdlTypes;
}

export type SoapWire = 'soap11' | 'soap12';
export type WsdlTypes = Readonly<Record<string, ComplexForm>>;

export interface WsdlOperation extends ImportedOperation {
  /** The soapAction; '' when the WSDL has none. */
  readonly action: string;
  readonly request: MessageForm;
  readonly answer: MessageForm;
}

/** What the body of a message holds: one element, or nothing. */
export type MessageForm =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'element';
      readonly namespace: string;
      readonly local: string;
      /**
       * RPC: an answer's wrapper may bear any name (WSDL 1.1 3.5). Encoded: RPC whose parts tell their types (SOAP 1.1
       * section 5), each of them one text.
       */
      readonly style: 'document' | 'rpc' | 'encoded';
      readonly content: Content;
    };

/** What an element holds. `raw`: anything, as text if it has no children and else as the XML of these. */
export type Content =
  | { readonly kind: 'simple'; readonly simple: SimpleForm }
  | { readonly kind: 'object'; readonly type: string }
  | { readonly kind: 'raw' };

/** A value that stands as one text, how it is written, and what it may be. */
export interface SimpleForm {
  readonly lexical: 'text' | 'integer' | 'decimal' | 'double' | 'boolean';
  readonly schema: StructureSchema;
}

export interface ComplexForm {
  /** Among those of the service unique. */
  readonly name: string;
  readonly description?: string;
  readonly attributes: readonly AttributeForm[];
  /** The member that is the element's own text. */
  readonly text?: TextForm;
  /** Each element once, however often the model names it. */
  readonly elements: readonly ElementForm[];
  /** Their order. */
  readonly model: Particle;
  /** The member that holds what no element of the model is, as XML. */
  readonly rest?: string;
  readonly derived?: DerivedForms;
}

/** The types that may stand for a type, told by `xsi:type` (XML Schema part 1, 2.6.1). */
export interface DerivedForms {
  /** The member that names the type by its local name; without it the element is of the declared type. */
  readonly member: string;
  /** The declared type is abstract: another must be named. */
  readonly required: boolean;
  readonly types: Readonly<Record<string, DerivedForm>>;
}

export interface DerivedForm {
  readonly namespace: string;
  readonly type: string;
}

export interface AttributeForm {
  readonly member: string;
  readonly namespace: string;
  readonly local: string;
  readonly required: boolean;
  readonly simple: SimpleForm;
  readonly description?: string;
}

export interface TextForm {
  readonly member: string;
  readonly simple: SimpleForm;
}

export interface ElementForm {
  readonly member: string;
  readonly namespace: string;
  readonly local: string;
  readonly nillable: boolean;
  readonly least: number;
  /** Absent: without limit. */
  readonly most?: number;
  readonly content: Content;
  readonly description?: string;
}

/** A part of a content model (XML Schema part 1, 3.9), with how often it stands. */
export type Particle = LeafParticle | GroupParticle;

export type LeafParticle =
  | { readonly kind: 'element'; readonly element: number; readonly least: number; readonly most?: number }
  | { readonly kind: 'rest'; readonly least: number; readonly most?: number };

export interface GroupParticle {
  readonly kind: 'sequence' | 'choice';
  readonly parts: readonly Particle[];
  readonly least: number;
  readonly most?: number;
}
