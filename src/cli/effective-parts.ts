import { STANDALONE_CHANNELS } from '../channels/channels.ts';
import type { Config } from '../config/schema.ts';
import { STANDARD_SETTINGS } from '../standards/standards.ts';
import { type PartSetting, partSettings } from './part-settings.ts';

/** The settings of the channels that run by themselves, and of every standard that has some, as they will be used. */
export function effectiveParts({ channels, standards }: Config): readonly PartSetting[] {
  return [
    ...Object.entries(channels).flatMap(([name, part]) => {
      const channel = STANDALONE_CHANNELS.find((candidate) => candidate.name === name);
      return channel ? partSettings(`channels.${name}`, channel.settings, part) : [];
    }),
    ...Object.entries(STANDARD_SETTINGS).flatMap(([name, schema]) =>
      partSettings(`standards.${name}`, schema, standards[name] ?? {}),
    ),
  ];
}
