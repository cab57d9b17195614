import { foldKey } from '../keys.ts';
import type { BusinessEntity, BusinessService, KeyedReference, LocalText, TModel } from '../model.ts';
import { WELL_KNOWN } from '../well-known.ts';

const GENERAL_KEYWORDS = foldKey(WELL_KNOWN.generalKeywords);

/** A reference without tModelKey is a keyword. */
function schemeOf({ tModelKey }: Pick<KeyedReference, 'tModelKey'>): string {
  return tModelKey === '' ? GENERAL_KEYWORDS : foldKey(tModelKey);
}

/** What two references have in common when they match: key and value; among general keywords the name too. */
export function referenceTerm(reference: KeyedReference): string {
  const scheme = schemeOf(reference);
  const term = `${scheme}\n${reference.keyValue}`;
  return scheme === GENERAL_KEYWORDS ? `${term}\n${reference.keyName ?? ''}` : term;
}

/** References of one taxonomy. */
export const schemeTerm = (reference: KeyedReference): string => schemeOf(reference);

/** The terms of a bag; none when there is no bag. */
export function bagTerms(bag: readonly KeyedReference[] | undefined): readonly string[] {
  return bag === undefined ? [] : bag.map(referenceTerm);
}

/** The tModels that any binding of a service refers to. */
export function serviceTModels({ bindingTemplates = [] }: BusinessService): ReadonlySet<string> {
  return new Set(
    bindingTemplates.flatMap(({ tModelInstanceDetails }) =>
      tModelInstanceDetails.map(({ tModelKey }) => foldKey(tModelKey)),
    ),
  );
}

/** Names that differ only in case or in how Unicode composes them are found alike. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase();

export function namesOf(value: Pick<BusinessEntity, 'name'> | Pick<TModel, 'name'>): readonly LocalText[] {
  return 'value' in value.name ? [value.name] : value.name;
}
