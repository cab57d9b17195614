import { createRestChannel } from '../../../src/channels/rest/rest-channel.ts';
import type { HttpSpeaker } from '../channels.ts';

export const rest: HttpSpeaker = {
  mediaType: 'application/json',
  channel: createRestChannel(),
  operation: 'say',
  write: (members) => ({ body: Buffer.from(JSON.stringify(members)), parameters: { charset: 'utf-8' } }),
  read: (body, member) => JSON.parse(body)[member],
  garbage: ['{', '[]', 'null', '{"text":"a","text":"b"}', '{"text":"\\ud800"}', '{"text":"x"} tail', '\0'],
};
