import { type DescriptionDocuments, DescriptionError } from '../imported-service.ts';
import { Documents } from './documents.ts';
import type { OpenApiOperation, OpenApiService } from './openapi-service.ts';
import { OperationNames } from './operation-names.ts';
import type { OperationPlace } from './operation-place.ts';
import { readOperation } from './read-operation.ts';
import { readSecurity } from './read-security.ts';
import { readServers } from './read-servers.ts';
import { SchemaReader } from './schema-reader.ts';
import { isTree, listAt, member, type Tree, textAt, treeAt } from './tree.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const MOST_OPERATIONS = 1000;

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML: each path and method becomes an operation. What cannot be
 * called is left out and told in the notes. Nothing is fetched. Throws DescriptionError with the place.
 */
export function readOpenApi(description: DescriptionDocuments): OpenApiService {
  const documents = new Documents(description);
  const root = documents.root();
  checkVersion(root);
  const notes: string[] = [];
  const parts = {
    documents,
    input: new SchemaReader(documents, 'input'),
    output: new SchemaReader(documents, 'output'),
    names: new OperationNames(),
    note: (text: string) => notes.push(text),
  };
  const operations = [...places(root, documents)].flatMap((place): readonly OpenApiOperation[] => {
    const operation = readOperation(place, parts);
    return operation ? [operation] : [];
  });
  if (operations.length === 0)
    throw new DescriptionError(['no operation can be called', ...notes].join('; ').slice(0, 2000));
  const endpoints = readServers(root, parts.note);
  readSecurity(root, documents, parts.note);
  return {
    kind: 'openapi',
    title: textAt(treeAt(root, 'info', 'document'), 'title') ?? 'OpenAPI',
    wire: 'rest',
    endpoints,
    operations,
    ...(notes.length > 0 && { notes }),
  };
}

function checkVersion(root: Tree): void {
  const version = member(root, 'openapi');
  if (typeof version === 'string' && /^3\.[01]\.\d+/.test(version)) return;
  if (member(root, 'swagger') !== undefined)
    throw new DescriptionError('this is Swagger 2.0: convert it to OpenAPI 3 first');
  throw new DescriptionError('the member openapi should be 3.0.x or 3.1.x');
}

/** Every path and method that there is. */
function* places(root: Tree, documents: Documents): Generator<OperationPlace> {
  let count = 0;
  for (const [path, value] of Object.entries(treeAt(root, 'paths', 'document'))) {
    if (!path.startsWith('/')) continue;
    const { item, document } = pathItem(value, documents, path);
    for (const method of METHODS) {
      const operation = member(item, method);
      if (!isTree(operation)) continue;
      count += 1;
      if (count > MOST_OPERATIONS) throw new DescriptionError(`more than ${MOST_OPERATIONS} operations`);
      const place = `${method.toUpperCase()} ${path}`;
      const shared = listAt(item, 'parameters', path);
      yield { path, method, operation, shared, document, place };
    }
  }
}

function pathItem(value: unknown, documents: Documents, path: string): { item: Tree; document: string } {
  if (!isTree(value)) throw new DescriptionError(`paths.${path} should be an object`);
  const reference = member(value, '$ref');
  if (typeof reference !== 'string') return { item: value, document: '' };
  const found = documents.resolve(reference, '', `paths.${path}`);
  if (!isTree(found.value)) throw new DescriptionError(`paths.${path} should refer to an object`);
  return { item: found.value, document: found.document };
}
