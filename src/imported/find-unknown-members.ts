import type { StructureSchema } from '../envelope/operation.ts';
import type { ImportedService } from './imported-service.ts';
import { readSensitivePath } from './sensitive-path.ts';

/** Whether a value of a schema can hold a member; `open`: the schema does not say what it holds. */
type Opinion = 'yes' | 'no' | 'open';

/**
 * Which of these paths (as `maskContent` takes them) no operation can answer: what they were meant to hide would go
 * out. Where a description leaves members open, a path is taken.
 */
export function findUnknownMembers(
  { operations }: Pick<ImportedService, 'operations'>,
  paths: readonly string[],
): readonly string[] {
  return paths.filter((path) => {
    const { names } = readSensitivePath(path);
    return !operations.some(({ output }) => createSearch(output, names)(output, 0) !== 'no');
  });
}

/** Looks for the names from the given one on; what a reference holds is looked at once. */
function createSearch({ $defs = {} }: StructureSchema, names: readonly string[]) {
  const known = new Map<string, Opinion>();

  function search(schema: StructureSchema, at: number): Opinion {
    if (at === names.length) return 'yes';
    const choices = [schema.anyOf, schema.oneOf].filter((choice) => choice !== undefined);
    return everyOpinion([
      ownOpinion(schema, at),
      ...(schema.$ref === undefined ? [] : [referred(schema.$ref, at)]),
      ...(schema.allOf ?? []).map((part) => search(part, at)),
      ...choices.map((choice) => anyOpinion(choice.map((part) => search(part, at)))),
    ]);
  }

  function ownOpinion(
    { type, items, properties, additionalProperties }: StructureSchema,
    at: number,
  ): Opinion {
    if (items) return search(items, at);
    const name = names[at]!;
    if (properties && Object.hasOwn(properties, name)) return search(properties[name]!, at + 1);
    if (typeof additionalProperties === 'object') return search(additionalProperties, at + 1);
    if (additionalProperties === true) return 'yes';
    if (properties || additionalProperties === false) return 'no';
    return type === undefined || type === 'object' || type === 'array' ? 'open' : 'no';
  }

  function referred(reference: string, at: number): Opinion {
    const key = `${at} ${reference}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    // A circle adds nothing to what its other parts say.
    known.set(key, 'no');
    const opinion = search($defs[reference.slice('#/$defs/'.length)] ?? {}, at);
    known.set(key, opinion);
    return opinion;
  }

  return search;
}

/** Of parts that all hold: one that knows the member is enough, one that is open says nothing. */
function everyOpinion(opinions: readonly Opinion[]): Opinion {
  if (opinions.includes('yes')) return 'yes';
  return opinions.includes('no') ? 'no' : 'open';
}

function anyOpinion(opinions: readonly Opinion[]): Opinion {
  return (['yes', 'open'] as const).find((opinion) => opinions.includes(opinion)) ?? 'no';
}
