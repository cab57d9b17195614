import { SPREADSHEET } from './ooxml-names.ts';
import type { Part } from './open-package.ts';
import { refuseSize } from './refusals.ts';
import { richText } from './rich-text.ts';
import { MAX_CELLS } from './sheet-reader.ts';
import { walkPart } from './walk-part.ts';

/** The texts that cells name by their index. */
export async function readSharedStrings(part: Part): Promise<readonly string[]> {
  const strings: string[] = [];
  let text = '';
  const shape = richText((piece) => {
    text += piece;
  });
  const end = () => {
    if (strings.length >= MAX_CELLS) refuseSize(`工作簿的文本超过${MAX_CELLS}个，请分成多个文件`);
    strings.push(text);
    text = '';
  };
  const within = new Map([['si', { ...shape, end }]]);
  await walkPart(part, SPREADSHEET, 'sst', { within }, Number.POSITIVE_INFINITY);
  return strings;
}
