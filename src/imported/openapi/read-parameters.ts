import type { StructureSchema } from '../../envelope/operation.ts';
import { DescriptionError } from '../imported-service.ts';
import type { ParameterPlan } from './openapi-service.ts';
import { LeftOut, type OperationPlace, type ReadParts } from './operation-place.ts';
import { isTree, member, type Tree, textAt } from './tree.ts';

export interface ReadParameter {
  readonly plan: ParameterPlan;
  readonly schema: StructureSchema;
  readonly required: boolean;
}

/** A parameter object, and the document that its schema stands in. */
interface Located {
  readonly tree: Tree;
  readonly document: string;
  readonly name: string;
  readonly in: string;
}

const STYLES: Readonly<Record<string, readonly ParameterPlan['style'][]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
};
/** Headers that OpenAPI gives no meaning to as parameters, and those that are the connection's own. */
const NOT_PARAMETERS = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The parameters of an operation, those of its path among them; each becomes a member. */
export function readParameters(at: OperationPlace, parts: ReadParts): readonly ReadParameter[] {
  const located = new Map<string, Located>();
  const own = member(at.operation, 'parameters');
  for (const value of [...at.shared, ...(Array.isArray(own) ? own : [])]) {
    const parameter = locate(value, at, parts);
    located.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  const taken = new Set<string>();
  const read = [...located.values()].flatMap((parameter) => readParameter(parameter, at, parts, taken));
  checkPath(at, read);
  return read;
}

function locate(value: unknown, { document, place }: OperationPlace, { documents }: ReadParts): Located {
  const reference = isTree(value) ? member(value, '$ref') : undefined;
  const found =
    typeof reference === 'string'
      ? documents.resolve(reference, document, `${place} parameters`)
      : { value, document };
  if (!isTree(found.value)) throw new DescriptionError(`${place}: a parameter should be an object`);
  const name = textAt(found.value, 'name');
  const where = textAt(found.value, 'in');
  if (name === undefined || where === undefined)
    throw new DescriptionError(`${place}: a parameter lacks name or in`);
  return { tree: found.value, document: found.document, name, in: where };
}

function readParameter(
  { tree, document, name, in: where }: Located,
  { place }: OperationPlace,
  { input, note }: ReadParts,
  taken: Set<string>,
): readonly ReadParameter[] {
  const required = where === 'path' || member(tree, 'required') === true;
  if (where === 'header' && NOT_PARAMETERS.has(name.toLowerCase())) return [];
  if (where !== 'path' && where !== 'query' && where !== 'header') {
    if (required) throw new LeftOut(`its parameter ${name} comes in a ${where}, which is not sent`);
    note(`${place}: its parameter ${name} comes in a ${where} and is not sent`);
    return [];
  }
  const wanted = taken.has(name) ? `${name}_${where}` : name;
  taken.add(wanted);
  const at = `${place} parameter ${name}`;
  const content = contentOf(tree);
  const read = input.read(content ? content.schema : member(tree, 'schema'), document, at);
  const description = textAt(tree, 'description');
  const schema = { ...typed(read), ...(description !== undefined && { description }) };
  const style = content ? 'json' : styleOf(tree, where, at);
  const explode = member(tree, 'explode');
  const plan = {
    member: wanted,
    name,
    in: where,
    style,
    explode: (explode ?? style === 'form') === true,
  } as const;
  return [{ plan, schema, required }];
}

/** What has no type is a text: that is what stands in an address. */
function typed(schema: StructureSchema): StructureSchema {
  const { type, $ref, anyOf, allOf, properties, items, enum: values } = schema;
  const told = type ?? $ref ?? anyOf ?? allOf ?? properties ?? items ?? values;
  return told === undefined ? { ...schema, type: 'string' } : schema;
}

/** A parameter may be a whole JSON text. */
function contentOf(tree: Tree): { schema: unknown } | undefined {
  const content = member(tree, 'content');
  if (!isTree(content)) return undefined;
  const [media] = Object.values(content);
  return { schema: isTree(media) ? member(media, 'schema') : undefined };
}

function styleOf(tree: Tree, where: string, at: string): ParameterPlan['style'] {
  const known = STYLES[where]!;
  const named = textAt(tree, 'style') ?? known[0]!;
  const style = known.find((one) => one === named);
  if (style === undefined) throw new DescriptionError(`${at}: there is no style ${named.slice(0, 40)} here`);
  return style;
}

/** What the path leaves open must be told, and the other way round. */
function checkPath({ path, place }: OperationPlace, parameters: readonly ReadParameter[]): void {
  const open = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
  for (const name of open)
    if (!parameters.some(({ plan }) => plan.in === 'path' && plan.name === name))
      throw new DescriptionError(`${place}: the path names ${name}, but there is no such parameter`);
  for (const { plan } of parameters)
    if (plan.in === 'path' && !open.includes(plan.name))
      throw new DescriptionError(`${place}: the path does not name its parameter ${plan.name}`);
}
