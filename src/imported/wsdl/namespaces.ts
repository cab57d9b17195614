export const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
export const WSDL_20 = 'http://www.w3.org/ns/wsdl';
export const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
export const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
export const XML = 'http://www.w3.org/XML/1998/namespace';
export const SOAP_ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';

/** The namespaces of SOAP's own elements in a WSDL. */
export const BINDINGS = {
  soap11: 'http://schemas.xmlsoap.org/wsdl/soap/',
  soap12: 'http://schemas.xmlsoap.org/wsdl/soap12/',
} as const;

/** The namespaces of the envelope (SOAP 1.1 4.1.2, SOAP 1.2 part 1 5.1). */
export const ENVELOPES = {
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
} as const;

/** Schemas that everybody refers to and nobody hands in. */
export const WELL_KNOWN: ReadonlySet<string> = new Set([
  SCHEMA,
  XML,
  WSDL,
  SOAP_ENCODING,
  BINDINGS.soap11,
  BINDINGS.soap12,
  ENVELOPES.soap11,
  ENVELOPES.soap12,
  'http://www.w3.org/2005/05/xmlmime',
  'http://www.w3.org/2004/11/xmlmime',
]);

/** `{namespace}local`: the name by which definitions are kept. */
export function expandedName(namespace: string, local: string): string {
  return `{${namespace}}${local}`;
}
