import { escapeXml } from '../../text/xml-escape.ts';
import { encodeEscapes } from './escape-text.ts';
import { SPREADSHEET } from './ooxml-names.ts';
import { XML_DECLARATION } from './xml-declaration.ts';

/** The texts of a workbook, each kept once; cells name them by index. */
export class SharedTexts {
  readonly #indexes = new Map<string, number>();
  #uses = 0;

  indexOf(text: string): number {
    this.#uses += 1;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    return this.#indexes.size - 1;
  }

  part(): string {
    const items = Array.from(
      this.#indexes.keys(),
      (text) => `<si><t xml:space="preserve">${escapeXml(encodeEscapes(text))}</t></si>`,
    );
    const counts = `count="${this.#uses}" uniqueCount="${items.length}"`;
    return `${XML_DECLARATION}<sst xmlns="${SPREADSHEET[0]}" ${counts}>${items.join('')}</sst>`;
  }
}
