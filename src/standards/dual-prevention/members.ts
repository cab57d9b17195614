const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;

/** What the text of a member must look like. */
export const PATTERNS = {
  appid: /^[A-Za-z0-9_.-]{1,64}$/,
  txcode: /^\d{4}$/,
  serialnumber: SEGMENT,
  distributedStorageIdentifier: SEGMENT,
  resourceIdentifier: SEGMENT,
  id: SEGMENT,
  updateMethod: /^(?:increment|full)$/,
} as const;

/** 4.5.1: what makes the URI of a resource after the interface's own name. */
export const ADDRESS_MEMBERS = [
  'serialnumber',
  'distributedStorageIdentifier',
  'resourceIdentifier',
] as const;

/** The folder of A.2 and A.3, which the addresses of files continue. */
export const SERVLET = '/jsdspcloud/servlet';
