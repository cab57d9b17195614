import type { StandaloneChannel } from '../envelope/channel.ts';
import type { HttpChannel } from '../envelope/http-channel.ts';
import type { XmlLimits } from '../text/xml-reader.ts';
import { fileChannel } from './file/file-channel.ts';
import { createMultipartChannel } from './multipart/multipart-channel.ts';
import { createRestChannel } from './rest/rest-channel.ts';
import { createSoapChannel } from './soap/soap-channel.ts';
import { tableChannel } from './table/table-channel.ts';
import { tcpChannel } from './tcp/tcp-channel.ts';

export interface HttpChannelOptions {
  readonly jsonDepth: number;
  readonly xml: Partial<XmlLimits>;
  readonly onFailure: (error: unknown) => void;
}

/** The wire forms of the exchange listener: the media type chooses. */
export function createHttpChannels({
  jsonDepth,
  xml,
  onFailure,
}: HttpChannelOptions): readonly HttpChannel[] {
  return [
    createRestChannel({ jsonDepth }),
    createSoapChannel({ limits: xml, onFailure }),
    createMultipartChannel(),
  ];
}

/** The channels that run by themselves, each where the configuration has a part `channels.{name}`. */
export const STANDALONE_CHANNELS: readonly StandaloneChannel[] = [tcpChannel, tableChannel, fileChannel];
