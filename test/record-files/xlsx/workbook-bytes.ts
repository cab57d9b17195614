import { type ZipEntry, zipBytes } from './zip-bytes.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The inside of the parts of a workbook made by hand; a whole part where it stands in `parts`. */
export interface WorkbookContent {
  /** What is in `sheetData`. */
  readonly rows?: string;
  readonly behindRows?: string;
  /** What is in `sst`. */
  readonly strings?: string;
  /** What is in `styleSheet`. */
  readonly styles?: string;
  readonly workbookPr?: string;
  /** Further sheets: what is in their `sheetData`. */
  readonly others?: readonly string[];
  /** The states of the sheets in order, where they have one. */
  readonly states?: readonly string[];
  /** Parts instead of the usual, by name, or more. */
  readonly parts?: Readonly<Record<string, string | Buffer>>;
}

/** The usual workbook, as a ZIP. */
export function workbookBytes(content: WorkbookContent): Buffer {
  return zipBytes(workbookEntries(content));
}

export function workbookEntries(content: WorkbookContent): readonly ZipEntry[] {
  const { parts = {} } = content;
  const usual = Object.entries(usualParts(content)).filter(([name]) => !Object.hasOwn(parts, name));
  return [...usual, ...Object.entries(parts)].map(([name, data]) => ({ name, data }));
}

/** A worksheet with these rows. */
export function worksheet(rows: string, behind = ''): string {
  return `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${behind}</worksheet>`;
}

function usualParts(content: WorkbookContent): Record<string, string> {
  const {
    rows = '',
    behindRows,
    strings = '',
    styles = '',
    workbookPr = '',
    others = [],
    states = [],
  } = content;
  const sheets = [worksheet(rows, behindRows), ...others.map((other) => worksheet(other))];
  const numbered = sheets.map((xml, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml] as const);
  return {
    '[Content_Types].xml': contentTypes(),
    '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}">${workbookPr}<sheets>${sheets
      .map(
        (_, at) =>
          `<sheet name="表${at + 1}" sheetId="${at + 1}"${states[at] ? ` state="${states[at]}"` : ''} r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ...sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const),
      ['sharedStrings', '/xl/sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`,
    ...Object.fromEntries(numbered),
  };
}

export function relationships(...targets: readonly (readonly [kind: string, target: string])[]): string {
  const written = targets.map(
    ([kind, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONSHIPS}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${written.join('')}</Relationships>`;
}

export function contentTypes(workbook = `${SPREADSHEETML}.sheet.main+xml`, more = ''): string {
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${workbook}"/>${more}</Types>`;
}
