import { mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileChannel } from '../../../src/channels/file/file-channel.ts';
import type { MountedService } from '../../../src/envelope/http-channel.ts';
import type { Conversation, StandaloneSpeaker } from '../channels.ts';
import { SERVICE } from '../service.ts';

/** Its message stands in files: `rows` are its records, `text` a member of each. */
const FILES: MountedService = {
  ...SERVICE,
  operations: [
    {
      ...SERVICE.operations[0]!,
      inFiles: { rows: 'rows', id: 'other' },
    },
  ],
};

/** Files of records, their answers beside them. */
export const file: StandaloneSpeaker = {
  name: 'file',
  channel: fileChannel,
  carried: ({ members }) => JSON.parse(members.get('rows')?.text ?? '[{}]')[0].text,
  wrong: [
    [],
    {},
    [{ name: 'in', folder: 'x' }],
    [{ name: '../x', folder: 'x', standard: 'contract' }],
    [{ name: 'in', folder: 'x', standard: 'contract', fileName: '{a}{b}' }],
    ['a', 'b'].map((name) => ({ name, folder: 'x', standard: 'contract' })),
  ],
  prepare: async (folder) => {
    const watched = join(folder, 'watched');
    mkdirSync(watched);
    return {
      settings: [
        {
          name: 'in',
          folder: watched,
          standard: SERVICE.standard,
          pollSeconds: 0.05,
          quietSeconds: 0,
        },
      ],
      services: [FILES],
      open: async () => openConversation(watched),
      close: async () => {},
    };
  },
};

let serial = 0;

function openConversation(folder: string): Conversation {
  let closed = false;
  async function send(content: string): Promise<string> {
    serial += 1;
    const name = `partner-${serial}.xml`;
    const incoming = join(folder, 'incoming');
    await writeFile(join(incoming, `.${name}`), content);
    await rename(join(incoming, `.${name}`), join(incoming, name));
    while (!closed) {
      const reply = await readFile(join(folder, 'answers', `${name}.reply.json`), 'utf8').catch(() => '');
      if (reply !== '') return JSON.parse(reply).answer;
      await pause(10);
    }
    throw new Error('nobody took the file');
  }
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    say: (text) =>
      send(`<message><records><record><text>${escaped(text)}</text></record></records></message>`),
    garble: async () => {
      await send('<message><records>');
    },
    close: async () => {
      closed = true;
    },
  };
}
