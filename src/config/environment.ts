import { parse } from 'yaml';
import { closestName } from './closest-name.ts';
import type { Setting } from './settings.ts';

export interface EnvironmentSettings {
  /** Values by the dotted path of their setting. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly string[];
}

/**
 * Reads `TONGGUI_…` variables: texts as they stand, everything else as YAML. An unknown name below a group of
 * settings is a problem, unless it is one of `others`; what else begins alike may belong to tools and clients.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  settings: readonly Setting[],
  others: readonly unknown[],
): EnvironmentSettings {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('TONGGUI_') || text === undefined || others.includes(variable)) continue;
    const setting = settings.find((candidate) => candidate.variable === variable);
    if (setting !== undefined) values.set(setting.path, readValue(text, setting));
    else if (namesGroup(variable, settings)) problems.push(unknownVariable(variable, settings));
  }
  return { values, problems };
}

/** Whether a variable is written like a setting of some group, `TONGGUI_LIMITS_…`. */
function namesGroup(variable: string, settings: readonly Setting[]): boolean {
  return settings.some(({ path, variable: known }) => {
    const [group, below] = path.split('.');
    if (below === undefined || known === undefined) return false;
    return variable.startsWith(`TONGGUI_${group!.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_`);
  });
}

/** A text that is not YAML stays a text, and the schema then says what it expected. */
function readValue(text: string, setting: Setting): unknown {
  if (setting.type === 'string') return text;
  try {
    return parse(text);
  } catch {
    return text;
  }
}

function unknownVariable(variable: string, settings: readonly Setting[]): string {
  const known = settings.flatMap((setting) => setting.variable ?? []);
  const meant = closestName(variable, known);
  return `${variable}: no setting has this environment variable${meant ? `; did you mean ${meant}?` : ''}`;
}
