import { builtInForm, customForm, type NumberForm } from './number-form.ts';
import { SPREADSHEET } from './ooxml-names.ts';
import type { Part } from './open-package.ts';
import { type PartAttributes, type PartShape, walkPart } from './walk-part.ts';

/** Excel keeps 65,490 forms of cells, each of a few elements. */
const ELEMENTS = 1_000_000;

/** The forms of numbers by the index that cells name as their style. */
export async function readStyles(part: Part): Promise<readonly NumberForm[]> {
  const custom = new Map<number, NumberForm>();
  const used: number[] = [];
  const numFmt = (attributes: PartAttributes) => {
    custom.set(Number(attributes['numFmtId']?.value), customForm(attributes['formatCode']?.value ?? ''));
  };
  const xf = (attributes: PartAttributes) => {
    used.push(Number(attributes['numFmtId']?.value ?? 0));
  };
  const shape: PartShape = {
    within: new Map([
      ['numFmts', { within: new Map([['numFmt', { start: numFmt }]]) }],
      ['cellXfs', { within: new Map([['xf', { start: xf }]]) }],
    ]),
  };
  await walkPart(part, SPREADSHEET, 'styleSheet', shape, ELEMENTS);
  return used.map((id) => custom.get(id) ?? builtInForm(id));
}
