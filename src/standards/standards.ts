import type { z } from 'zod';
import type { Standard } from '../envelope/standard.ts';
import { createDualPrevention } from './dual-prevention/index.ts';
import { dualPreventionSettings } from './dual-prevention/settings.ts';
import { createSpecialEquipment } from './special-equipment/index.ts';

/** Limits that a standard keeps while it reads a message. */
export interface StandardLimits {
  readonly records: number;
  readonly busilistBytes: number;
  readonly pageSize: number;
  readonly jsonDepth: number;
}

/** The part `standards` of the configuration, by the name of the standard. */
export type StandardSettings = Readonly<Record<string, unknown>>;

/** Every standard that the gateway speaks: a new one is a folder here and a line in this list. */
export function createStandards(
  limits: StandardLimits,
  settings: StandardSettings = {},
): readonly Standard[] {
  return [
    createSpecialEquipment(limits),
    createDualPrevention(limits, dualPreventionSettings.parse(settings['dual-prevention'] ?? {})),
  ];
}

/** Why no message can name a kind of data of an edition, in English; undefined when one can. */
export type Unreachable = (edition: string, ruleSet: string) => string | undefined;

/** Asks each edition's own standard; a folder that no edition has its name from is reached by nobody. */
export function createUnreachable(standards: readonly Standard[]): Unreachable {
  return (edition, ruleSet) => {
    const standard = standards.find(({ editions }) => Object.hasOwn(editions, edition));
    if (standard) return standard.unreachable?.(edition, ruleSet);
    const known = standards.flatMap(({ editions }) => Object.keys(editions)).join(', ');
    return `there is no edition ${edition}; there is ${known}`;
  };
}

/** The standards that can be set up, each with the schema of its part. */
export const STANDARD_SETTINGS: Readonly<Record<string, z.ZodType>> = {
  'dual-prevention': dualPreventionSettings,
};

/** What is wrong with the standards' settings, each by the path of the setting; empty when nothing is. */
export function checkStandards(settings: StandardSettings): readonly string[] {
  return Object.entries(settings).flatMap(([name, part]) => {
    if (!Object.hasOwn(STANDARD_SETTINGS, name))
      return [
        `standards.${name}: nothing can be set here; there is ${Object.keys(STANDARD_SETTINGS).join(', ')}`,
      ];
    const { error } = STANDARD_SETTINGS[name]!.safeParse(part);
    return (error?.issues ?? []).map(
      (issue) => `${['standards', name, ...issue.path].map(String).join('.')}: ${expectedBy(issue)}`,
    );
  });
}

/** Of a name that cannot stand where it does, zod's own message says no more than that. */
function expectedBy(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}
