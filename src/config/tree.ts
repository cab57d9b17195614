/** Settings as they stand in a file, not yet checked. */
export type Tree = Record<string, unknown>;

/** Whether a value is a group of settings. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path. */
export function valueAt(tree: Tree, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, name) => (isTree(node) && Object.hasOwn(node, name) ? node[name] : undefined),
      tree,
    );
}

/** The same tree with a value at a dotted path; what is no group where one is needed stays, for the check to name. */
export function withValueAt(tree: Tree, path: string, value: unknown): Tree {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...tree, [name]: value };
  const below = tree[name] ?? {};
  return isTree(below) ? { ...tree, [name]: withValueAt(below, rest.join('.'), value) } : tree;
}

/** The same tree without empty entries: in YAML a group whose lines are all commented out is null. */
export function withoutNulls(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, isTree(value) ? withoutNulls(value) : value]),
  );
}
