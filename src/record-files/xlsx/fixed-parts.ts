import {
  CONTENT_TYPES,
  PACKAGE_RELATIONSHIPS,
  PART_TYPES,
  RELATIONSHIPS,
  SPREADSHEET,
} from './ooxml-names.ts';
import { stylesPart } from './styles-part.ts';
import { XML_DECLARATION } from './xml-declaration.ts';

/** The parts that are the same in every workbook of one sheet, in the order in which readers ask for them. */
export function fixedParts(): ReadonlyMap<string, string> {
  return new Map([
    ['[Content_Types].xml', contentTypes()],
    ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook()],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    ['xl/styles.xml', stylesPart()],
  ]);
}

function contentTypes(): string {
  const overrides = [
    ['workbook.xml', PART_TYPES.workbook],
    ['worksheets/sheet1.xml', PART_TYPES.worksheet],
    ['sharedStrings.xml', PART_TYPES.sharedStrings],
    ['styles.xml', PART_TYPES.styles],
  ].map(([name, type]) => `<Override PartName="/xl/${name}" ContentType="${type}"/>`);
  return [
    `${XML_DECLARATION}<Types xmlns="${CONTENT_TYPES}">`,
    `<Default Extension="rels" ContentType="${PART_TYPES.relationships}"/>`,
    '<Default Extension="xml" ContentType="application/xml"/>',
    `${overrides.join('')}</Types>`,
  ].join('');
}

/** Their ids are rId1, rId2 … in their order. */
function relationships(targets: readonly (readonly [kind: string, target: string])[]): string {
  const written = targets.map(
    ([kind, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONSHIPS[0]}/${kind}" Target="${target}"/>`,
  );
  return `${XML_DECLARATION}<Relationships xmlns="${PACKAGE_RELATIONSHIPS}">${written.join('')}</Relationships>`;
}

function workbook(): string {
  return [
    `${XML_DECLARATION}<workbook xmlns="${SPREADSHEET[0]}" xmlns:r="${RELATIONSHIPS[0]}">`,
    '<bookViews><workbookView/></bookViews>',
    '<sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ].join('');
}
