const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;
const SEGMENT_TEXT = '1至64位字母、数字、下划线或连字符';

/** What the text of a member must look like. The text of S5 gives serial numbers no form, so whatever an address can hold. */
export const PATTERNS = {
  appid: /^[A-Za-z0-9_.-]{1,64}$/,
  txcode: /^\d{4}$/,
  serialnumber: /^[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]{0,127}$/,
  distributedStorageIdentifier: SEGMENT,
  resourceIdentifier: SEGMENT,
  id: SEGMENT,
  updateMethod: /^(?:increment|full)$/,
} as const;

/** The same for people. */
export const PATTERN_TEXTS: Readonly<Record<keyof typeof PATTERNS, string>> = {
  appid: '1至64位字母、数字、下划线、点或连字符',
  txcode: '4位数字',
  serialnumber: "1至128位字母、数字或 - . _ ~ ! $ & ' ( ) * + , ; = : @，不以点开头",
  distributedStorageIdentifier: SEGMENT_TEXT,
  resourceIdentifier: SEGMENT_TEXT,
  id: SEGMENT_TEXT,
  updateMethod: 'increment或full',
};

/** 4.5.1: what makes the URI of a resource after the interface's own name. */
export const ADDRESS_MEMBERS = [
  'serialnumber',
  'distributedStorageIdentifier',
  'resourceIdentifier',
] as const;

/** The folder of A.2 and A.3, which the addresses of files continue. */
export const SERVLET = '/jsdspcloud/servlet';
