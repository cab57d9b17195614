import { compactJson, readItems } from '../text/json.ts';
import { TextError } from '../text/text-error.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

export interface Batch {
  /** JSON text of an array. */
  readonly text: string;
  readonly records: number;
}

/** Cuts a JSON array of records into arrays of at most `size`, each record's text as it was written. */
export function splitRecords(text: string, size: number | undefined): readonly Batch[] {
  try {
    const items = readItems(text);
    if (size === undefined || items.length <= size)
      return [{ text: compactJson(text), records: items.length }];
    return Array.from({ length: Math.ceil(items.length / size) }, (_, batch) => {
      const part = items.slice(batch * size, (batch + 1) * size);
      return { text: `[${part.map((item) => item.text).join(',')}]`, records: part.length };
    });
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new CommandError(EXIT.usage, `the records are no JSON array of objects: ${error.message}`);
  }
}
