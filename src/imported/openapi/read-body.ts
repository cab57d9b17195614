import type { StructureSchema } from '../../envelope/operation.ts';
import { DescriptionError } from '../imported-service.ts';
import { jsonMedia, type Media } from './media.ts';
import type { BodyPlan } from './openapi-service.ts';
import { LeftOut, type OperationPlace, type ReadParts } from './operation-place.ts';
import type { ReadParameter } from './read-parameters.ts';
import { isTree, member, textAt, treeAt } from './tree.ts';

export interface ReadBody extends Pick<StructureSchema, 'properties' | 'required'> {
  readonly plan: BodyPlan;
}

const FORM = 'application/x-www-form-urlencoded';

/** What a request holds: the members of its object beside the parameters, or one member `body`. */
export function readBody(
  at: OperationPlace,
  parts: ReadParts,
  parameters: readonly ReadParameter[],
): ReadBody | undefined {
  const value = member(at.operation, 'requestBody');
  if (value === undefined) return undefined;
  const { media, document, required, description } = locate(value, at, parts);
  const schema = parts.input.read(media.schema, document, `${at.place} body`);
  const members = parts.input.members(schema);
  const names = Object.keys(members?.properties ?? {});
  const taken = new Set(parameters.map(({ plan }) => plan.member));
  const clashes = names.some((name) => taken.has(name));
  const optional = required || (members?.required ?? []).length === 0;
  if (members && names.length > 0 && !clashes && optional)
    return { ...members, plan: { mediaType: media.type, members: names } };
  if (media.type === FORM && !members) throw new LeftOut(`its body is a form without members`);
  const name = ['body', 'body_', 'requestBody'].find((one) => !taken.has(one)) ?? 'theRequestBody';
  const noted = description === undefined ? schema : { ...schema, description };
  return {
    properties: { [name]: noted },
    required: required ? [name] : [],
    plan: { mediaType: media.type, members: name },
  };
}

function locate(value: unknown, { document, place }: OperationPlace, { documents }: ReadParts) {
  const reference = isTree(value) ? member(value, '$ref') : undefined;
  const found =
    typeof reference === 'string'
      ? documents.resolve(reference, document, `${place} body`)
      : { value, document };
  if (!isTree(found.value)) throw new DescriptionError(`${place}: requestBody should be an object`);
  return {
    media: mediaOf(treeAt(found.value, 'content', `${place} body`)),
    document: found.document,
    required: member(found.value, 'required') === true,
    description: textAt(found.value, 'description'),
  };
}

function mediaOf(content: Readonly<Record<string, unknown>>): Media {
  const json = jsonMedia(content);
  if (json) return json;
  const form = member(content, FORM);
  if (isTree(form)) return { type: FORM, schema: member(form, 'schema') };
  throw new LeftOut(
    `its body is ${Object.keys(content).join(' or ').slice(0, 100) || 'of no type'}; JSON and plain forms can be sent`,
  );
}
