import type { StructureSchema } from '../../envelope/operation.ts';
import { jsonMedia } from './media.ts';
import type { AnswerForm } from './openapi-service.ts';
import { LeftOut, type OperationPlace, type ReadParts } from './operation-place.ts';
import { isTree, member, type Tree, treeAt } from './tree.ts';

export interface ReadAnswer {
  readonly form: AnswerForm;
  readonly output: StructureSchema;
}

const NOTHING: ReadAnswer = { form: 'none', output: { type: 'object', properties: {} } };

/** What a good answer holds: by the first of the 2xx that has a body, or the default where there is no 2xx. */
export function readAnswerForm(at: OperationPlace, parts: ReadParts): ReadAnswer {
  const responses = treeAt(at.operation, 'responses', at.place);
  const good = Object.keys(responses).filter((status) => /^2(?:\d\d|XX)$/i.test(status));
  const statuses = good.length > 0 ? good.sort() : Object.keys(responses).filter((one) => one === 'default');
  const bodies = statuses.flatMap((status) => {
    const { tree, document } = locate(responses[status], at, parts);
    const content = treeAt(tree, 'content', at.place);
    return Object.keys(content).length === 0 ? [] : [{ content, document }];
  });
  const [first] = bodies;
  if (!first) return NOTHING;
  const media = jsonMedia(first.content);
  if (!media)
    throw new LeftOut(`it answers ${Object.keys(first.content).join(' or ').slice(0, 100)} and not JSON`);
  return formOf(parts.output.read(media.schema, first.document, `${at.place} answer`), parts);
}

function locate(value: unknown, { document, place }: OperationPlace, { documents }: ReadParts) {
  const reference = isTree(value) ? member(value, '$ref') : undefined;
  const found =
    typeof reference === 'string'
      ? documents.resolve(reference, document, `${place} answer`)
      : { value, document };
  return { tree: isTree(found.value) ? found.value : ({} satisfies Tree), document: found.document };
}

/** An object stands as it is; anything else becomes the one member of an object. */
function formOf(schema: StructureSchema, { output }: ReadParts): ReadAnswer {
  const members = output.members(schema);
  if (members && Object.keys(members.properties ?? {}).length > 0)
    return { form: 'object', output: { type: 'object', ...members } };
  const form = output.typeOf(schema) === 'array' ? 'items' : 'value';
  const title = form === 'items' ? '应答的各项' : '应答';
  const told = schema.title === undefined ? { ...schema, title } : schema;
  return { form, output: { type: 'object', properties: { [form]: told }, required: [form] } };
}
