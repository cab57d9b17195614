import { tModelKey } from './name-key.ts';

const own = (name: string) => tModelKey(`urn:tonggui:uddi:${name}`);

/** The categories by which interfaces are found; keys of their tModels, the same in every installation. */
export const TAXONOMY = {
  /** S1 Table 6. */
  purpose: own('s1:purpose'),
  /** S1 Table 7. */
  type: own('s1:type'),
  /** S1 Tables 1 to 4: `province->nation`. */
  direction: own('s1:direction'),
  /** S2 Table 2. */
  s2Code: own('s2:busicode'),
  /** S5 4.2. */
  s5Resource: own('s5:resource'),
  /** 特种设备目录. */
  equipment: own('equipment'),
  level: own('level'),
  /** GB/T 2260. */
  region: own('gb-t-2260'),
  edition: own('interface:edition'),
  version: own('interface:version'),
  state: own('interface:state'),
} as const;

export type TaxonomyName = keyof typeof TAXONOMY;

/** The category that holds the business codes of an edition; S1's codes are made of purpose and type. */
export const CODE_TAXONOMY: Readonly<Record<string, string>> = {
  s1: TAXONOMY.type,
  s2: TAXONOMY.s2Code,
  s5: TAXONOMY.s5Resource,
};

/** How a binding is called: tModels that binding templates refer to. */
export const WIRE_TMODEL = {
  rest: own('protocol:rest'),
  soap11: 'uuid:aa254698-93de-3870-8df3-a5c075d64a0e',
  soap12: own('protocol:soap12'),
} as const;

/** Keys that UDDI and OASIS's "Using WSDL in a UDDI Registry" 2.0.2 fix. */
export const UDDI = {
  types: 'uuid:c1acf26d-9672-4404-9d70-39b756e62ab4',
  http: 'uuid:68de9e80-ad09-469d-8a37-088422bfbc36',
  wsdlTypes: 'uuid:6e090afa-33e5-36eb-81b7-1ca18373f457',
  namespace: 'uuid:d01987d1-ab2e-3013-9be2-2a66eb99d824',
  localName: 'uuid:2ec65201-9109-3919-9bec-c9dbefcaccf6',
  portTypeReference: 'uuid:082b0851-25d8-303c-b332-f24a6d53e38e',
  protocol: 'uuid:4dc74177-7806-34d9-aecd-33c57dc3a865',
  transport: 'uuid:e5c43936-86e4-37bf-8196-1d04b35c0099',
} as const;
