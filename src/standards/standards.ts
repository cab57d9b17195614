import type { Standard } from '../envelope/standard.ts';
import { createSpecialEquipment } from './special-equipment/index.ts';

/** Limits that a standard keeps while it reads a message. */
export interface StandardLimits {
  readonly records: number;
  readonly busilistBytes: number;
  readonly pageSize: number;
  readonly jsonDepth: number;
}

/** Every standard that the gateway speaks: a new one is a folder here and a line in this list. */
export function createStandards(limits: StandardLimits): readonly Standard[] {
  return [createSpecialEquipment(limits)];
}
