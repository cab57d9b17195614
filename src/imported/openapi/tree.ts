import { DescriptionError } from '../imported-service.ts';

/** A part of a document that is an object. */
export type Tree = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 1000;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own; what every object inherits is none of a document's. */
export function member(tree: Tree, name: string): unknown {
  return Object.hasOwn(tree, name) ? tree[name] : undefined;
}

/** An object that may be missing; throws DescriptionError for anything else. */
export function treeAt(tree: Tree, name: string, place: string): Tree {
  const value = member(tree, name);
  if (value === undefined || value === null) return {};
  if (!isTree(value)) throw new DescriptionError(`${place}.${name} should be an object`);
  return value;
}

/** A list that may be missing; throws DescriptionError for anything else. */
export function listAt(tree: Tree, name: string, place: string): readonly unknown[] {
  const value = member(tree, name);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new DescriptionError(`${place}.${name} should be a list`);
  return value;
}

/** A text for people, cut where it becomes a book. */
export function textAt(tree: Tree, name: string): string | undefined {
  const value = member(tree, name);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return value.trim().slice(0, LONGEST_TEXT);
}
