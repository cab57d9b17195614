import { createHash } from 'node:crypto';
import { sm3Hex } from '../../crypto/digest.ts';
import type { ChannelParts } from '../../envelope/channel.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { MountedService } from '../../envelope/http-channel.ts';
import { type FileMessage, type FileOrigin, recordMessage } from '../../record-files/record-message.ts';
import { showName, splitEnding } from './file-name.ts';
import { type NameTemplate, readTemplate } from './name-template.ts';
import type { Content } from './read-claimed.ts';
import { askedOperation, serviceMisfits } from './service-misfits.ts';
import type { FolderSettings } from './settings.ts';

/** Where files come from, as far as messages tell it. */
export interface Origin {
  readonly settings: FolderSettings;
  readonly service: MountedService;
  readonly operation: string;
  readonly template: NameTemplate | undefined;
}

/** Throws what an operator must change. */
export function originOf(settings: FolderSettings, { services }: Pick<ChannelParts, 'services'>): Origin {
  const [misfit] = serviceMisfits(settings, services);
  if (misfit !== undefined) throw new Error(`channels.file: ${settings.name}${misfit}`);
  const service = services.find(({ standard }) => standard === settings.standard)!;
  const template = settings.fileName === undefined ? undefined : readTemplate(settings.fileName);
  return { settings, service, operation: askedOperation(settings, service)!.name, template };
}

/**
 * The message of a file. Its id, unless it has one of its own, is made of its name, time and content: so a file that is
 * taken again after a crash is the same message. `again` tells messages apart that would have the same id.
 */
export async function fileMessage(
  origin: Origin,
  name: Buffer,
  content: Content,
  again = '',
): Promise<FileMessage> {
  const { settings, service, operation } = origin;
  const shown = showName(name);
  const named = membersOf(origin, shown);
  const fault = content.fault ?? (named ? undefined : wrongName(settings));
  const bytes = fault ? Buffer.alloc(0) : content.bytes;
  const from: FileOrigin = {
    wire: 'file',
    service,
    operation,
    members: new Map([...Object.entries(settings.members), ...(named ?? [])]),
    messageId: messageId(settings.name, name, content, again),
    ...(settings.application !== undefined && { vouched: settings.application }),
    // Who put it there, the file system does not tell.
    peer: { address: '127.0.0.1', place: `file:${settings.name}` },
  };
  const file = { name: shown, mediaType: 'application/octet-stream', bytes };
  const message = await recordMessage(file, from, { bytes: settings.fileBytes });
  return fault
    ? { ...message, records: [], raw: { ...message.raw, body: bodyOf(content), unreadable: fault } }
    : message;
}

function membersOf({ template }: Origin, shown: string): ReadonlyMap<string, string> | undefined {
  return template ? template.match(splitEnding(shown).stem) : new Map();
}

function wrongName({ fileName }: FolderSettings): ExchangeError {
  return new ExchangeError('BAD_PARAMETER', {
    message: `文件名不符合约定，除扩展名外应为“${fileName}”（{名称}处为字母、数字或下划线，{}处不限），请改名后重新提交`,
    reason: 'FILE_NAME',
  });
}

/** 43 letters, digits, `-` and `_`: what any standard takes for an id. */
function messageId(folder: string, name: Buffer, { mtimeMs, bytes }: Content, again: string): string {
  return createHash('sha256')
    .update(JSON.stringify([folder, name.toString('hex'), mtimeMs, again]))
    .update(createHash('sha256').update(bytes).digest())
    .digest('base64url');
}

/** What was not read has no digest. */
function bodyOf({ size, bytes }: Content): { readonly bytes: number; readonly digest: string } {
  return { bytes: size, digest: bytes.length === 0 ? '' : sm3Hex(bytes) };
}
