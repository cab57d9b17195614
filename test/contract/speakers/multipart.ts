import { createMultipartChannel } from '../../../src/channels/multipart/multipart-channel.ts';
import { formBody, part } from '../../channels/multipart/form.ts';
import type { HttpSpeaker } from '../channels.ts';

const boundary = 'contract';

export const multipart: HttpSpeaker = {
  mediaType: 'multipart/form-data',
  channel: createMultipartChannel(),
  operation: 'hand',
  write: (members) => ({
    body: formBody(boundary, [
      ...Object.entries(members).map(([name, text]) => part(name, text)),
      part('file', 'content', 'a.txt', 'text/plain'),
    ]),
    parameters: { boundary },
  }),
  read: (body, member) => JSON.parse(body)[member],
  garbage: ['--', '--contract', '--contract\r\n\r\nx\r\n--contract--', '--other--\r\n', '{}', '\0'],
};
