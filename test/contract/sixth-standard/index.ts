import { fileURLToPath } from 'node:url';
import type { Standard } from '../../../src/envelope/standard.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { interpret } from './interpret.ts';
import { OPERATIONS } from './operations.ts';

/** A standard of an imagined city: notices of equipment that is put out of use. */
export const sixthStandard: Standard = {
  standard: 'stop-notice',
  title: '特种设备停用公告接口',
  version: '1.0',
  namespace: 'urn:tonggui:stop-notice:1.0',
  editions: { x6: { profiles: ['HMAC-SM3', 'SM2'], order: 'table' } },
  rules: fileURLToPath(new URL('./rules/', import.meta.url)),
  operations: Object.values(OPERATIONS),
  chapters: [],
  decode,
  interpret,
  encode,
};
