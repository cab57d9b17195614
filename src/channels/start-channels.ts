import type { ChannelParts, RunningChannel, SpokenService, StandaloneChannel } from '../envelope/channel.ts';
import { STANDALONE_CHANNELS } from './channels.ts';

/** The parts of the configuration by channel name. */
export type ChannelSettings = Readonly<Record<string, unknown>>;

/** Tells what is wrong with a channel's part, each by the path of the setting. */
export type DescribePart = (
  path: string,
  schema: StandaloneChannel['settings'],
  part: unknown,
) => readonly string[];

/** What is wrong with the channels' settings, each by the path of the setting; empty when nothing is. */
export function checkChannels(
  settings: ChannelSettings,
  known = STANDALONE_CHANNELS,
  describe: DescribePart = describePlainly,
): readonly string[] {
  return Object.entries(settings).flatMap(([name, part]) => {
    const channel = known.find((candidate) => candidate.name === name);
    if (!channel) return [`channels.${name}: no channel has this name; there is ${listNames(known)}`];
    return describe(`channels.${name}`, channel.settings, part);
  });
}

/** What of settings that are well-formed does not fit the services, each by the path of the setting. */
export function findMisfits(
  settings: ChannelSettings,
  services: readonly SpokenService[],
  known = STANDALONE_CHANNELS,
): readonly string[] {
  return Object.entries(settings).flatMap(([name, part]) => {
    const channel = known.find((candidate) => candidate.name === name);
    const misfits = channel?.misfits?.(channel.settings.parse(part), services) ?? [];
    return misfits.map((misfit) => `channels.${name}${misfit}`);
  });
}

/** Channels at work by the name of their part of the configuration. */
export type RunningChannels = ReadonlyMap<string, RunningChannel>;

/** Starts the channels that the configuration names; when one cannot start, those before it are stopped again. */
export async function startChannels(
  settings: ChannelSettings,
  parts: ChannelParts,
  known = STANDALONE_CHANNELS,
): Promise<RunningChannels> {
  const malformed = checkChannels(settings, known);
  const faults = malformed.length > 0 ? malformed : findMisfits(settings, parts.services, known);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const running = new Map<string, RunningChannel>();
  try {
    for (const [name, part] of Object.entries(settings)) {
      const channel = known.find((candidate) => candidate.name === name)!;
      running.set(name, await channel.start(channel.settings.parse(part), parts));
    }
    return running;
  } catch (error) {
    await Promise.all([...running.values()].map((channel) => channel.stop(0)));
    throw error;
  }
}

function describePlainly(...[place, schema, part]: Parameters<DescribePart>): readonly string[] {
  const { error } = schema.safeParse(part);
  return (error?.issues ?? []).map(({ path, message }) => `${place}${below(path)}: ${message}`);
}

/** As an operator writes it: `[0].name`. */
function below(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function listNames(known: readonly StandaloneChannel[]): string {
  return known.map(({ name }) => name).join(', ') || 'none';
}
