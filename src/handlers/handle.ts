import type { Handle } from '../envelope/handler.ts';
import { fetchAttachment, keepAttachment, warnOfFiles } from './attachments.ts';
import { changeRecords } from './change-records.ts';
import { queryLog } from './query-log.ts';
import { queryRecords } from './query-records.ts';

/** Leads each kind of instruction to its handler. */
export const handle: Handle = async (instruction, context) => {
  switch (instruction.kind) {
    case 'query':
      return queryRecords(instruction, context);
    case 'log':
      return queryLog(instruction, context);
    case 'attach':
      return keepAttachment(instruction, context);
    case 'fetch':
      return fetchAttachment(instruction, context);
    case 'token':
      throw new Error('tokens are issued where callers are proved');
    case 'call':
      throw new Error('imported services have no store here: their providers are asked');
    default:
      return changeRecords(instruction, await warnOfFiles(instruction, context));
  }
};
