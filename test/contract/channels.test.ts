import { expect, it } from '@jest/globals';
import { createHttpChannels, STANDALONE_CHANNELS } from '../../src/channels/channels.ts';
import { describeHttpChannels, describeStandaloneChannels } from './channels.ts';
import { file } from './speakers/file.ts';
import { multipart } from './speakers/multipart.ts';
import { rest } from './speakers/rest.ts';
import { soap11, soap12 } from './speakers/soap.ts';
import { table } from './speakers/table.ts';
import { tcp } from './speakers/tcp.ts';

const HTTP = [rest, soap11, soap12, multipart];
const STANDALONE = [tcp, table, file];

it('every channel of the lists has a partner here who speaks it', () => {
  const channels = createHttpChannels({ jsonDepth: 32, xml: {}, onFailure: () => {} });
  const mediaTypes = channels.flatMap((channel) => channel.mediaTypes);
  expect(HTTP.map(({ mediaType }) => mediaType).sort()).toEqual([...mediaTypes].sort());
  expect(STANDALONE.map(({ name }) => name).sort()).toEqual(
    STANDALONE_CHANNELS.map(({ name }) => name).sort(),
  );
});

describeHttpChannels(HTTP);
describeStandaloneChannels(STANDALONE);
