import { PACKAGE_RELATIONSHIPS, RELATIONSHIPS } from './ooxml-names.ts';
import type { Package } from './open-package.ts';
import { refuseFile } from './refusals.ts';
import { type PartAttributes, walkPart } from './walk-part.ts';

export interface Relationship {
  readonly id: string;
  /** The last word of a type of ECMA-376, such as `worksheet`; '' for a type of anyone else. */
  readonly kind: string;
  /** The name of the part that is meant. */
  readonly target: string;
}

const MACROS = /\/(?:vbaProject|xlMacrosheet|xlIntlMacrosheet)$/i;

/** The relationships of a part ('' is the package itself) to parts in the package; those to the outside are left out. */
export async function readRelationships(parts: Package, source: string): Promise<readonly Relationship[]> {
  const found: Relationship[] = [];
  const relationship = {
    start: (attributes: PartAttributes) => {
      const type = attributes['Type']?.value ?? '';
      if (MACROS.test(type)) refuseFile('文件含有宏，请另存为不含宏的xlsx');
      if (attributes['TargetMode']?.value === 'External') return;
      const target = resolvePart(source, attributes['Target']?.value ?? '');
      found.push({ id: attributes['Id']?.value ?? '', kind: kindOf(type), target });
    },
  };
  const part = await parts.read(relationshipsOf(source));
  await walkPart(part, [PACKAGE_RELATIONSHIPS], 'Relationships', {
    within: new Map([['Relationship', relationship]]),
  });
  return found;
}

/** Where ECMA-376 Part 2 puts the relationships of a part: `xl/workbook.xml` → `xl/_rels/workbook.xml.rels`. */
function relationshipsOf(source: string): string {
  const slash = source.lastIndexOf('/') + 1;
  return `${source.slice(0, slash)}_rels/${source.slice(slash)}.rels`;
}

function kindOf(type: string): string {
  const slash = type.lastIndexOf('/');
  const family = type.slice(0, slash);
  return RELATIONSHIPS.some((known) => known === family) ? type.slice(slash + 1) : '';
}

/** Targets are relative to the folder of their source, or absolute in the package; none leads out of it. */
function resolvePart(source: string, target: string): string {
  const segments = target.startsWith('/') ? [] : source.split('/').slice(0, -1);
  for (const segment of target.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
