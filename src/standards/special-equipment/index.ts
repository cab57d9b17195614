import { fileURLToPath } from 'node:url';
import type { Standard } from '../../envelope/standard.ts';
import { createProviderDialect } from './ask-provider.ts';
import { CHAPTERS } from './chapters.ts';
import { decode, wellFormed } from './decode.ts';
import { EDITIONS, editionOf } from './editions.ts';
import { encode } from './encode.ts';
import { type InterpretLimits, interpret } from './interpret.ts';
import { EXCHANGE_OPERATION, IN_TABLES } from './operations.ts';
import { unreachable } from './unreachable.ts';

export interface SpecialEquipmentLimits extends InterpretLimits {
  readonly busilistBytes: number;
}

/** S1 and S2: two editions of one dialect at one address; the application's setting says which it speaks. */
export function createSpecialEquipment(limits: SpecialEquipmentLimits): Standard {
  return {
    standard: 'special-equipment',
    title: '特种设备安全监管信息共享接口',
    version: '1.0',
    namespace: 'urn:tonggui:special-equipment:1.0',
    editions: EDITIONS,
    rules: fileURLToPath(new URL('./rules/', import.meta.url)),
    ruleSetOf: (edition, business) => editionOf(edition).ruleSet(business),
    codesOf: (edition, ruleSet) => editionOf(edition).codes(ruleSet),
    unreachable,
    operations: [EXCHANGE_OPERATION],
    inTables: IN_TABLES,
    chapters: CHAPTERS,
    decode: (raw) => decode(raw, limits),
    callerOf: (raw) => wellFormed(raw, 'appid'),
    interpret: (envelope, application) => interpret(envelope, application, limits),
    encode,
    provider: createProviderDialect(limits),
  };
}
