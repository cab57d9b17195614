import { faulty } from '../../access/faults.ts';
import type { Application } from '../../envelope/application.ts';
import type { UploadedFile } from '../../envelope/attachment.ts';
import type { RawReply } from '../../envelope/raw-message.ts';
import { type FileMessage, recordMessage } from '../../record-files/record-message.ts';
import { weightOf } from '../../record-files/weight-gate.ts';
import type { Call } from '../endpoint.ts';
import type { RecordGate } from './record-gate.ts';

/** A file and what its sender chose beside it. */
export interface ChosenFile {
  readonly file: UploadedFile;
  readonly operation: string;
  readonly members: Readonly<Record<string, string>>;
  /** The same for every try: what arrives twice is stored once. */
  readonly messageId: string;
}

export interface ExchangedFile extends FileMessage {
  readonly reply: RawReply;
}

/**
 * Hands a file to the exchange as a message of the application, for which the operator's sign-in answers (S1 8.1). It
 * comes from the operator's address and is audited with the operator's name; nothing else sets it apart.
 */
export async function exchangeFile(
  gate: RecordGate,
  application: Application,
  { actor, peer }: Pick<Call, 'actor' | 'peer'>,
  { file, operation, members, messageId }: ChosenFile,
): Promise<ExchangedFile> {
  const service = gate.service(application);
  if (!service) throw faulty([{ path: '', message: 'no service speaks the standard of this application' }]);
  return gate.underWay.pass(weightOf(file.bytes.length, isZip(file.bytes)), async () => {
    const message = await recordMessage(file, {
      wire: 'console',
      service,
      operation,
      members: new Map(Object.entries(members)),
      messageId,
      vouched: application.id,
      ...(actor && { actor: actor.name }),
      peer: { address: peer },
    });
    return { ...message, reply: await gate.exchange(message.raw) };
  });
}

function isZip(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 2) === 'PK';
}
