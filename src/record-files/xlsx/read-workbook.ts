import { CONTENT_TYPES, PART_TYPES, RELATIONSHIPS, SPREADSHEET } from './ooxml-names.ts';
import type { Package } from './open-package.ts';
import { type Relationship, readRelationships } from './read-relationships.ts';
import { refuseFile } from './refusals.ts';
import { type PartAttributes, walkPart } from './walk-part.ts';

export interface Worksheet {
  /** What people see on its tab. */
  readonly title: string;
  readonly part: string;
}

/** A workbook's parts by their names in the package, found as its relationships tell. */
export interface Workbook {
  /** Worksheets that people see, in the order of their tabs; there is at least one. */
  readonly worksheets: readonly [Worksheet, ...Worksheet[]];
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  /** Days count from 1904 (old Macs), not from 1900. */
  readonly since1904: boolean;
}

const NO_WORKBOOK = '文件不是Excel工作簿（xlsx），请用Excel或WPS另存为xlsx';

export async function readWorkbook(parts: Package): Promise<Workbook> {
  const main = (await readRelationships(parts, '')).find(({ kind }) => kind === 'officeDocument');
  if (main === undefined) refuseFile(NO_WORKBOOK);
  if ((await readContentType(parts, main.target)) !== PART_TYPES.workbook) refuseFile(NO_WORKBOOK);
  const relationships = await readRelationships(parts, main.target);
  const { since1904, sheets } = await readSheetList(parts, main.target);
  const worksheets = sheets.flatMap(({ title, id, hidden }) => {
    // What lists of values in cells are taken from often stands on a hidden sheet.
    if (hidden) return [];
    const related = relationships.find((candidate) => candidate.id === id);
    return related?.kind === 'worksheet' ? [{ title, part: related.target }] : [];
  });
  const [first, ...others] = worksheets;
  if (first === undefined) refuseFile('工作簿中没有可见的工作表');
  return {
    worksheets: [first, ...others],
    sharedStrings: targetOf(relationships, 'sharedStrings'),
    styles: targetOf(relationships, 'styles'),
    since1904,
  };
}

function targetOf(relationships: readonly Relationship[], kind: string): string | undefined {
  return relationships.find((candidate) => candidate.kind === kind)?.target;
}

/** The content type of a part: its own or that of its extension. Refuses a package with anything for macros. */
async function readContentType(parts: Package, name: string): Promise<string | undefined> {
  const types = new Map<string, string>();
  const keep = (key: string, attributes: PartAttributes) => {
    const type = attributes['ContentType']?.value ?? '';
    if (/macroenabled|vbaproject/i.test(type)) refuseFile('文件含有宏或为二进制格式，请另存为不含宏的xlsx');
    types.set(key.toLowerCase(), type);
  };
  await walkPart(await parts.read('[Content_Types].xml'), [CONTENT_TYPES], 'Types', {
    within: new Map([
      ['Default', { start: (found) => keep(`.${found['Extension']?.value}`, found) }],
      ['Override', { start: (found) => keep(`${found['PartName']?.value}`, found) }],
    ]),
  });
  const own = `/${name}`.toLowerCase();
  return types.get(own) ?? types.get(own.slice(own.lastIndexOf('.')));
}

interface SheetList {
  since1904: boolean;
  readonly sheets: { readonly title: string; readonly id: string | undefined; readonly hidden: boolean }[];
}

async function readSheetList(parts: Package, name: string): Promise<SheetList> {
  const list: SheetList = { since1904: false, sheets: [] };
  const setting = (attributes: PartAttributes) => {
    list.since1904 = ['1', 'true'].includes(attributes['date1904']?.value ?? '');
  };
  const sheet = (attributes: PartAttributes) => {
    const hidden = ['hidden', 'veryHidden'].includes(attributes['state']?.value ?? '');
    list.sheets.push({ title: attributes['name']?.value ?? '', id: relationshipId(attributes), hidden });
  };
  await walkPart(await parts.read(name), SPREADSHEET, 'workbook', {
    within: new Map([
      ['workbookPr', { start: setting }],
      ['sheets', { within: new Map([['sheet', { start: sheet }]]) }],
    ]),
  });
  return list;
}

function relationshipId(attributes: PartAttributes): string | undefined {
  return Object.values(attributes).find(
    ({ uri, local }) => local === 'id' && RELATIONSHIPS.some((known) => known === uri),
  )?.value;
}
