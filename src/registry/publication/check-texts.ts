import type { LocalText } from '../model.ts';
import { UddiError } from '../uddi-error.ts';

const LONGEST_NAME = 255;

/** Names, each of 1–255 characters, told apart by their language. */
export function checkNames(names: readonly LocalText[], where: string, atLeast: 0 | 1): void {
  if (names.length < atLeast) throw new UddiError('E_fatalError', `${where} must have a name`);
  for (const { value } of names) checkName(value, `${where}/name`);
  checkLanguages(names, `${where}/name`);
}

export function checkName(value: string, where: string): void {
  if (value.trim() === '') throw new UddiError('E_fatalError', `${where} is empty`);
  if (value.length > LONGEST_NAME) {
    throw new UddiError('E_nameTooLong', `${where} has ${value.length} characters; at most ${LONGEST_NAME}`);
  }
}

/** Of several texts each has a language of its own; one may be without, for the default language. */
export function checkLanguages(texts: readonly LocalText[] = [], where: string): void {
  const seen = new Set<string>();
  for (const { lang = '' } of texts) {
    const language = lang.toLowerCase();
    if (seen.has(language)) {
      const twice = language === '' ? 'two texts without xml:lang' : `xml:lang ${lang.slice(0, 35)} twice`;
      throw new UddiError('E_languageError', `${where}: ${twice}`);
    }
    seen.add(language);
  }
}
