import { fileURLToPath } from 'node:url';
import type { Standard } from '../../envelope/standard.ts';
import { createProviderDialect } from './ask-provider.ts';
import { createBusinessCodes } from './business-codes.ts';
import { createChapters } from './chapters.ts';
import { decode } from './decode.ts';
import { EDITIONS } from './editions.ts';
import { encode } from './encode.ts';
import { type InterpretLimits, interpret } from './interpret.ts';
import { IN_TABLES, OPERATIONS } from './operations.ts';
import { MESSAGES } from './reply-codes.ts';
import type { DualPreventionSettings } from './settings.ts';

export interface DualPreventionLimits extends InterpretLimits {
  readonly busilistBytes: number;
}

/** S5: dual prevention data collection, by token; addresses as the text fixes them, SOAP where it is mounted. */
export function createDualPrevention(
  limits: DualPreventionLimits,
  { txcodes }: DualPreventionSettings,
): Standard {
  const codes = createBusinessCodes(txcodes);
  return {
    standard: 'dual-prevention',
    title: '特种设备双重预防数据归集接口',
    version: '1.0',
    namespace: 'urn:tonggui:dual-prevention:1.0',
    editions: EDITIONS,
    rules: fileURLToPath(new URL('./rules/', import.meta.url)),
    ruleSetOf: (_, business) => (codes.resources.has(business) ? business : undefined),
    unreachable: (_, name) =>
      codes.resources.has(name)
        ? undefined
        : `${name} is no kind of data of S5 4.2, and standards.dual-prevention.txcodes does not name it`,
    operations: Object.values(OPERATIONS),
    inTables: IN_TABLES,
    chapters: createChapters(codes),
    messages: MESSAGES,
    decode: (raw) => decode(raw, { codes, limits }),
    interpret: (envelope, application) => interpret(envelope, application, { codes, limits }),
    encode: (outcome, context) => encode(outcome, context, codes),
    provider: createProviderDialect(limits),
  };
}
