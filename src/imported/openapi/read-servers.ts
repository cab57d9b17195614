import { isTree, listAt, member, type Tree, textAt, treeAt } from './tree.ts';

/**
 * The addresses that a document names, their variables at their defaults; where only its paths name any, and all the
 * same, those. What is no address, and what single paths have of their own, is told.
 */
export function readServers(root: Tree, note: (text: string) => void): readonly string[] {
  const shared = urlsOf(root);
  const own = Object.entries(treeAt(root, 'paths', 'document')).flatMap(([path, item]) => {
    const urls = isTree(item) ? urlsOf(item) : [];
    return urls.length === 0 ? [] : [{ path, urls }];
  });
  const [first] = own;
  const alike = own.every(({ urls }) => urls.join(' ') === first?.urls.join(' '));
  const used = shared.length === 0 && alike ? (first?.urls ?? []) : shared;
  for (const { path, urls } of own)
    if (urls.join(' ') !== used.join(' ')) note(`${path}: its own servers are not used`);
  const endpoints = used.filter((url) => {
    if (isEndpoint(url)) return true;
    note(`the server ${JSON.stringify(url.slice(0, 200))} is no http address: give the endpoint yourself`);
    return false;
  });
  if (endpoints.length === 0) note('the document names no server: give the endpoint yourself');
  return [...new Set(endpoints.map((url) => url.replace(/\/+$/, '')))];
}

function urlsOf(tree: Tree): readonly string[] {
  return listAt(tree, 'servers', 'document').flatMap((server) => {
    const url = isTree(server) ? urlOf(server) : undefined;
    return url === undefined ? [] : [url];
  });
}

function urlOf(server: Tree): string | undefined {
  const variables = treeAt(server, 'variables', 'servers');
  return textAt(server, 'url')?.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = member(variables, name);
    return (isTree(variable) && textAt(variable, 'default')) || whole;
  });
}

function isEndpoint(url: string): boolean {
  try {
    const { protocol, search, hash, username } = new URL(url);
    return (protocol === 'http:' || protocol === 'https:') && search === '' && hash === '' && username === '';
  } catch {
    return false;
  }
}
