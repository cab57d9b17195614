import type { UploadedFile } from '../../src/envelope/attachment.ts';
import type { FileFormat, Sheet } from '../../src/record-files/record-file.ts';
import type { FileOrigin } from '../../src/record-files/record-message.ts';
import { writeRecordFile } from '../../src/record-files/write-record-file.ts';
import { OPERATIONS } from '../../src/standards/dual-prevention/operations.ts';
import { createSpecialEquipment } from '../../src/standards/special-equipment/index.ts';

export const SPECIAL_EQUIPMENT = createSpecialEquipment({
  busilistBytes: 1_000_000,
  records: 2000,
  pageSize: 100,
  jsonDepth: 32,
});

const COMMON = { wire: 'file', messageId: 'made-by-the-channel', peer: { address: '127.0.0.1' } } as const;

/** S1 and S2, mounted as by default. */
export const S1: FileOrigin = {
  ...COMMON,
  service: { ...SPECIAL_EQUIPMENT, path: '/tonggui/exchange' },
  operation: 'exchange',
};

/** S5, whose operations are several. */
export const S5: FileOrigin = {
  ...COMMON,
  service: { standard: 'dual-prevention', operations: Object.values(OPERATIONS), path: '/' },
  operation: 'addObjects',
};

export function xmlFile(xml: string, name = 'file.xml'): UploadedFile {
  return { name, mediaType: 'application/octet-stream', bytes: Buffer.from(xml) };
}

/** A sheet as a file of any format. */
export async function fileOf(format: FileFormat, sheet: Sheet): Promise<UploadedFile> {
  const bytes = await writeRecordFile(format, sheet);
  return { name: `records.${format}`, mediaType: 'application/octet-stream', bytes };
}
