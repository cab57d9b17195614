import { isTree, listAt, member, type Tree, textAt, treeAt } from './tree.ts';

/** The addresses that a document names, their variables at their defaults; what is no address is told. */
export function readServers(root: Tree, note: (text: string) => void): readonly string[] {
  const endpoints = listAt(root, 'servers', 'document').flatMap((server) => {
    const url = isTree(server) ? urlOf(server) : undefined;
    if (url === undefined) return [];
    if (isEndpoint(url)) return [url.replace(/\/+$/, '')];
    note(`the server ${JSON.stringify(url.slice(0, 200))} is no http address: give the endpoint yourself`);
    return [];
  });
  if (endpoints.length === 0) note('the document names no server: give the endpoint yourself');
  return [...new Set(endpoints)];
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
