import { isList, isObject, type JsonValue, readJsonValue, writeJsonValue } from '../text/json-value.ts';
import { maskValue, type SensitiveKind } from '../text/mask-value.ts';
import { readSensitivePath } from './sensitive-path.ts';

const DEPTH = 64;

/** The members to mask below one, by name; with a kind: itself. */
interface Branch {
  kind?: SensitiveKind;
  readonly below: Map<string, Branch>;
}

/**
 * The same JSON text with the values at these paths masked. Lists on the way of a path are taken item by item; what
 * lies below it is masked with it. A number or a boolean becomes null: starred out it would be no number, and another
 * one would be a lie.
 */
export function maskContent(json: string, paths: readonly string[]): string {
  if (paths.length === 0) return json;
  return writeJsonValue(masked(readJsonValue(json, { depth: DEPTH }), branchOf(paths)));
}

function branchOf(paths: readonly string[]): Branch {
  const root: Branch = { below: new Map() };
  for (const path of paths) {
    const { names, kind } = readSensitivePath(path);
    let branch = root;
    for (const name of names) {
      const next: Branch = branch.below.get(name) ?? { below: new Map() };
      branch.below.set(name, next);
      branch = next;
    }
    branch.kind = kind;
  }
  return root;
}

function masked(value: JsonValue, branch: Branch): JsonValue {
  if (branch.kind !== undefined) return hidden(value, branch.kind);
  if (isList(value)) return value.map((item) => masked(item, branch));
  if (!isObject(value)) return value;
  return new Map(
    Array.from(value, ([name, member]) => {
      const next = branch.below.get(name);
      return [name, next ? masked(member, next) : member] as const;
    }),
  );
}

function hidden(value: JsonValue, kind: SensitiveKind): JsonValue {
  if (typeof value === 'string') return maskValue(value, kind);
  if (isList(value)) return value.map((item) => hidden(item, kind));
  if (!isObject(value)) return null;
  return new Map(Array.from(value, ([name, member]) => [name, hidden(member, kind)] as const));
}
