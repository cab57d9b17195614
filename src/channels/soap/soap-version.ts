/** What differs between the two versions of SOAP, told once. */
export interface SoapVersion {
  readonly wire: 'soap11' | 'soap12';
  readonly namespace: string;
  readonly mediaType: string;
  /** The attribute that names who a header block is for. */
  readonly role: 'actor' | 'role';
  /** Values of it that mean us; a block without the attribute is ours too. */
  readonly ours: readonly string[];
  /** Lexical values of mustUnderstand that mean yes and no; any other is an error. */
  readonly mandatory: readonly string[];
  readonly optional: readonly string[];
  /** encodingStyle values under which a text member is just a text. */
  readonly encodings: readonly string[];
}

/** SOAP 1.1 as WS-I Basic Profile 1.1 narrows it. */
export const SOAP_11: SoapVersion = {
  wire: 'soap11',
  namespace: 'http://schemas.xmlsoap.org/soap/envelope/',
  mediaType: 'text/xml',
  role: 'actor',
  ours: ['', 'http://schemas.xmlsoap.org/soap/actor/next'],
  mandatory: ['1'],
  optional: ['0'],
  encodings: ['', 'http://schemas.xmlsoap.org/soap/encoding/'],
};

/** SOAP 1.2 (second edition). */
export const SOAP_12: SoapVersion = {
  wire: 'soap12',
  namespace: 'http://www.w3.org/2003/05/soap-envelope',
  mediaType: 'application/soap+xml',
  role: 'role',
  ours: [
    '',
    'http://www.w3.org/2003/05/soap-envelope/role/next',
    'http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver',
  ],
  mandatory: ['1', 'true'],
  optional: ['0', 'false'],
  encodings: [
    '',
    'http://www.w3.org/2003/05/soap-envelope/encoding/none',
    'http://www.w3.org/2003/05/soap-encoding',
  ],
};

/** Both, the preferred one first, as an Upgrade header lists them. */
export const SOAP_VERSIONS: readonly SoapVersion[] = [SOAP_12, SOAP_11];

/** The version of an envelope namespace. */
export function versionOfNamespace(namespace: string): SoapVersion | undefined {
  return SOAP_VERSIONS.find((version) => version.namespace === namespace);
}

/** The version that a media type speaks; 1.2 where it tells nothing. */
export function versionOfMediaType(mediaType: string): SoapVersion {
  return SOAP_VERSIONS.find((version) => version.mediaType === mediaType) ?? SOAP_12;
}
