import { SPREADSHEET } from './ooxml-names.ts';
import { XML_DECLARATION } from './xml-declaration.ts';

/** Indexes into the `cellXfs` of `stylesPart`. */
export const STYLES = { number: 0, text: 1, title: 2 } as const;

const FONT = '<sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/>';
const GENERAL = 0;
/** `@`: a spreadsheet program makes no number of what is typed there. */
const TEXT = 49;

/** The least that Excel asks of styles: its two fills, a border, the style Normal. */
export function stylesPart(): string {
  return [
    `${XML_DECLARATION}<styleSheet xmlns="${SPREADSHEET[0]}">`,
    `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="3">${cellFormat(GENERAL, 0)}${cellFormat(TEXT, 0)}${cellFormat(TEXT, 1)}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
    '</styleSheet>',
  ].join('');
}

function cellFormat(numFmtId: number, fontId: number): string {
  const applied = 'applyNumberFormat="1" applyFont="1"';
  return `<xf numFmtId="${numFmtId}" fontId="${fontId}" fillId="0" borderId="0" xfId="0" ${applied}/>`;
}
