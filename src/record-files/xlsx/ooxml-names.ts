/** The two families of names of ECMA-376: transitional, which everybody writes, and strict. */
const TRANSITIONAL = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';

export const CONTENT_TYPES = `${TRANSITIONAL}/package/2006/content-types`;
export const PACKAGE_RELATIONSHIPS = `${TRANSITIONAL}/package/2006/relationships`;

/** Of the elements of workbooks, sheets, shared strings and styles; what we write is in the first. */
export const SPREADSHEET = [
  `${TRANSITIONAL}/spreadsheetml/2006/main`,
  `${STRICT}/spreadsheetml/main`,
] as const;

/** Of the attribute `r:id`, and before the last word of the type of a relationship. */
export const RELATIONSHIPS = [
  `${TRANSITIONAL}/officeDocument/2006/relationships`,
  `${STRICT}/officeDocument/relationships`,
] as const;

const SPREADSHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const PART_TYPES = {
  relationships: 'application/vnd.openxmlformats-package.relationships+xml',
  workbook: `${SPREADSHEETML}.sheet.main+xml`,
  worksheet: `${SPREADSHEETML}.worksheet+xml`,
  sharedStrings: `${SPREADSHEETML}.sharedStrings+xml`,
  styles: `${SPREADSHEETML}.styles+xml`,
} as const;
