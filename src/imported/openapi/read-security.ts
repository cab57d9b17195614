import type { Documents } from './documents.ts';
import { isTree, member, type Tree, textAt, treeAt } from './tree.ts';

/** Tells the operator how the provider lets callers in: that is a header of the link, never a member of callers. */
export function readSecurity(root: Tree, documents: Documents, note: (text: string) => void): void {
  const components = treeAt(root, 'components', 'document');
  for (const [name, value] of Object.entries(treeAt(components, 'securitySchemes', 'components'))) {
    const reference = isTree(value) ? member(value, '$ref') : undefined;
    const scheme =
      typeof reference === 'string'
        ? documents.resolve(reference, '', `securitySchemes.${name}`).value
        : value;
    if (isTree(scheme)) note(`security ${name.slice(0, 100)}: ${adviceOn(scheme)}`);
  }
}

function adviceOn(scheme: Tree): string {
  const type = textAt(scheme, 'type');
  const header = textAt(scheme, 'name') ?? '';
  if (type === 'apiKey' && textAt(scheme, 'in') === 'header')
    return `give the link the header ${header} with the key`;
  if (type === 'http')
    return `give the link the header authorization (${textAt(scheme, 'scheme') ?? 'its scheme'} …)`;
  if (type === 'oauth2' || type === 'openIdConnect')
    return `${type} is not done here: give the link a header authorization with a token that lasts`;
  if (type === 'mutualTLS') return 'give the link a client certificate';
  return `${type ?? 'an unknown kind'} in ${textAt(scheme, 'in') ?? 'an unknown place'} is not supported`;
}
