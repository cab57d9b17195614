import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import type { QualifiedName } from './qualified-name.ts';
import { soapError } from './soap-problem.ts';
import type { SoapVersion } from './soap-version.ts';

/**
 * The header blocks that are for us and mandatory. We understand none, so each one stops the message
 * (SOAP 1.2 part 1, 2.4 and 5.4.8); blocks for others and the other version's attributes are passed over.
 */
export function findNotUnderstood(headers: readonly XmlElement[], version: SoapVersion): QualifiedName[] {
  for (const block of headers) {
    if (block.namespace === '') throw soapError('SOAP_HEADER_NAMESPACE', { place: block });
  }
  return headers.filter((block) => isMandatory(block, version) && isOurs(block, version));
}

function isOurs(block: XmlElement, version: SoapVersion): boolean {
  return version.ours.includes((attributeOf(block, version.namespace, version.role) ?? '').trim());
}

function isMandatory(block: XmlElement, version: SoapVersion): boolean {
  const value = attributeOf(block, version.namespace, 'mustUnderstand')?.trim();
  if (value === undefined || version.optional.includes(value)) return false;
  if (version.mandatory.includes(value)) return true;
  throw soapError('SOAP_MUST_UNDERSTAND_VALUE', { place: block });
}
