import { WELL_KNOWN } from '../registry/well-known.ts';
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
  soap11: WELL_KNOWN.soapProtocol,
  soap12: own('protocol:soap12'),
} as const;
