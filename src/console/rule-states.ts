import type { RuleStatus } from '../rules/load-rules.ts';
import type { ConsoleOptions } from './parts.ts';

/** A rule file as operators see it: a sound one may still have a name that no message can say. */
export interface RuleState extends Omit<RuleStatus, 'state'> {
  readonly state: RuleStatus['state'] | 'unreachable';
}

/** The state of every rule file, by standard and name. */
export function ruleStates({
  rules,
  unreachable,
}: Pick<ConsoleOptions, 'rules' | 'unreachable'>): readonly RuleState[] {
  return rules.status().map((status) => {
    const why = unreachable(status.standard, status.name);
    if (why === undefined) return status;
    const reason = [why, status.reason].filter((text) => text !== undefined).join('; ');
    return { ...status, state: 'unreachable', reason };
  });
}
