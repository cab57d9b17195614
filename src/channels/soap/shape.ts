import type { StructureSchema } from '../../envelope/operation.ts';
import { settle } from './settle-schema.ts';
import { xmlNameOf } from './xml-name.ts';

/** A value without parts. `json`: what no schema tells the form of travels as JSON text. */
export interface ScalarShape {
  readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'json';
  readonly nullable: boolean;
  readonly schema: StructureSchema;
}

/** An element with members of its own. */
export interface ObjectShape {
  readonly kind: 'object';
  readonly nullable: boolean;
  readonly schema: StructureSchema;
  readonly type: TypeFacts;
  readonly members: readonly MemberShape[];
}

/** A member that stands once for each of its items. */
export interface ListShape {
  readonly kind: 'list';
  readonly nullable: boolean;
  readonly schema: StructureSchema;
  readonly items: Shape;
}

/** A list within a list: an element that holds `item` elements. */
export interface RowShape {
  readonly kind: 'row';
  readonly nullable: boolean;
  readonly schema: StructureSchema;
  readonly type: TypeFacts;
  readonly list: ListShape;
}

export type Shape = ScalarShape | ObjectShape | ListShape | RowShape;

/** By what a type is named, and told from others: the schema that it was made of, in its root. */
export interface TypeFacts {
  readonly wanted: string;
  readonly source: StructureSchema;
  readonly root: StructureSchema;
}

export interface MemberShape {
  readonly name: string;
  /** Its name in XML. */
  readonly element: string;
  readonly required: boolean;
  readonly as: 'element' | 'attribute' | 'text';
  /** Title and description. */
  readonly documentation: string;
  readonly shape: Shape;
}

/** The name of an item within a row. */
export const ROW_ITEM = 'item';

/** Shapes of schemas, made once each and only as deep as messages go: a schema may contain itself. */
export type ShapeOf = (root: StructureSchema, name: string) => ObjectShape;

/** How structured members stand in XML. The members of the root itself are always elements. */
export function createShapeOf(): ShapeOf {
  const known = new WeakMap<StructureSchema, ObjectShape>();
  return (root, name) => {
    const shape = known.get(root) ?? rootShape(root, name);
    known.set(root, shape);
    return shape;
  };
}

function rootShape(root: StructureSchema, name: string): ObjectShape {
  const maker = new ShapeMaker(root);
  const { schema } = settle(root, root, name);
  const members = maker
    .members(schema, pascalCase(name))
    .map((member): MemberShape => (member.as === 'element' ? member : asElement(member)));
  return { kind: 'object', nullable: false, schema, type: { wanted: name, source: root, root }, members };
}

function asElement(member: MemberShape): MemberShape {
  const { name, element, required, documentation } = member;
  return {
    name,
    element,
    required,
    documentation,
    as: 'element',
    get shape() {
      return member.shape;
    },
  };
}

class ShapeMaker {
  readonly #root: StructureSchema;
  readonly #known = new Map<StructureSchema, Shape>();

  constructor(root: StructureSchema) {
    this.#root = root;
  }

  members(schema: StructureSchema, wanted: string): readonly MemberShape[] {
    const required = new Set(schema.required);
    return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
      const shape = once(() => this.#shape(raw, `${wanted}${pascalCase(name)}`));
      const told = settle(raw, this.#root, wanted).schema;
      return {
        name,
        element: xmlNameOf(name),
        required: required.has(name),
        as: this.#place(raw),
        documentation: [raw.title ?? told.title, raw.description ?? told.description]
          .filter(Boolean)
          .join('。'),
        get shape() {
          return shape();
        },
      };
    });
  }

  #shape(raw: StructureSchema, wanted: string): Shape {
    const known = this.#known.get(raw);
    if (known) return known;
    const shape = this.#make(raw, wanted);
    this.#known.set(raw, shape);
    return shape;
  }

  #make(raw: StructureSchema, wanted: string): Shape {
    const { kind, schema, nullable, source, wanted: settled } = settle(raw, this.#root, wanted);
    if (kind === 'list') return this.#list(schema, nullable, settled);
    if (kind !== 'object') return { kind, nullable, schema };
    const members = once(() => this.members(schema, settled));
    return {
      kind,
      nullable,
      schema,
      type: { wanted: settled, source, root: this.#root },
      get members() {
        return members();
      },
    };
  }

  #list(schema: StructureSchema, nullable: boolean, wanted: string): ListShape {
    const items = once(() => this.#item(schema.items ?? {}, wanted));
    return {
      kind: 'list',
      nullable,
      schema,
      get items() {
        return items();
      },
    };
  }

  #item(raw: StructureSchema, wanted: string): Shape {
    const shape = this.#shape(raw, wanted);
    if (shape.kind !== 'list') return shape;
    const type = { wanted: `${wanted}Row`, source: raw, root: this.#root };
    return { kind: 'row', nullable: shape.nullable, schema: shape.schema, type, list: shape };
  }

  /** Only what is one text can be an attribute, or the text of its parent. */
  #place(raw: StructureSchema): MemberShape['as'] {
    const { kind, schema } = settle(raw, this.#root, '');
    const as = raw['x-xml']?.as ?? schema['x-xml']?.as;
    return as === undefined || kind === 'object' || kind === 'list' ? 'element' : as;
  }
}

/** `order-items` → `OrderItems`. */
function pascalCase(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
