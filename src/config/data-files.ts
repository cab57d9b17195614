import { join } from 'node:path';

/** The files of a data folder, by what they are; everything secret has mode 0600. */
export function dataFiles(data: string) {
  return {
    /** SQLite, unless PostgreSQL is configured. */
    database: join(data, 'tonggui.db'),
    /** Seals secrets in the database, unless `seal` says otherwise. */
    sealKey: join(data, 'seal.key'),
    /** Lets the command line use the admin API of the running gateway. */
    adminKey: join(data, 'admin.key'),
    /** Where the running gateway's admin API is. */
    gateway: join(data, 'gateway.json'),
    /** Uploaded files, by digest. */
    attachments: join(data, 'attachments'),
    /** Signed heads of the audit chain, to be copied elsewhere. */
    checkpoints: join(data, 'checkpoints.log'),
    /** SM2 public key of the checkpoints, hex; to be copied elsewhere too. */
    checkpointKey: join(data, 'checkpoint.pub'),
  } as const;
}
