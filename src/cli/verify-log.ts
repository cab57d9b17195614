import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Checkpoint, VerifyText } from '../audit/checkpoint.ts';
import { DAMAGE_KINDS } from '../audit/damage.ts';
import { readCheckpoints, verifyExport } from '../audit/verify-export.ts';
import { type LogReport, verifyLog } from '../audit/verify-log.ts';
import { dataFiles } from '../config/data-files.ts';
import { verifySm2 } from '../crypto/sm2.ts';
import { parseSm2PublicKey } from '../crypto/sm2-key.ts';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { gatewayConfig } from './gateway-config.ts';
import { openToLook, requireFiles } from './open-to-look.ts';
import { command, type GatewayOptions, gather, withGateway } from './options.ts';
import { readInput } from './read-input.ts';
import { print, type Terminal } from './terminal.ts';

interface Options extends GatewayOptions {
  readonly file?: string;
  readonly checkpoints?: readonly string[];
  readonly publicKey?: string;
  readonly json?: boolean;
}

interface Checked extends LogReport {
  readonly unreadable: readonly number[];
  /** Whether the signatures of the checkpoints were checked. */
  readonly signatures: boolean;
}

/** `tonggui verify-log`: proves the audit log, or names every damage. */
export function verifyLogCommand({ terminal, finish }: CommandContext): Command {
  return withGateway(
    command('verify-log', 'Verify the audit log, offline; a gateway may be running', [
      'tonggui verify-log --data ./data',
      'tonggui verify-log --file audit.jsonl --checkpoints elsewhere/checkpoints.log --public-key elsewhere/checkpoint.pub',
    ]),
  )
    .option('--file <file>', 'an exported log instead of the data folder')
    .option('--checkpoints <file>', 'checkpoints that were kept elsewhere (repeatable)', gather)
    .option(
      '--public-key <file>',
      'SM2 public key of the checkpoints (default: checkpoint.pub of the data folder)',
    )
    .action(async (options: Options) => {
      const files = (options.checkpoints ?? []).map((file) => resolve(terminal.workingFolder, file));
      requireFiles([
        ...files,
        ...(options.file === undefined ? [] : [resolve(terminal.workingFolder, options.file)]),
      ]);
      const report =
        options.file === undefined
          ? await verifyFolder(terminal, options, files)
          : await verifyFile(terminal, options.file, options.publicKey, files);
      const sound = report.damages.length + report.unreadable.length === 0;
      print(terminal, options.json, { sound, ...report }, tell(report, sound));
      finish(sound ? EXIT.ok : EXIT.refused);
    });
}

async function verifyFile(
  terminal: Terminal,
  file: string,
  publicKey: string | undefined,
  checkpointFiles: readonly string[],
): Promise<Checked> {
  const verify = publicKey === undefined ? undefined : await verifierOf(terminal, publicKey);
  const report = await verifyExport({ file: resolve(terminal.workingFolder, file), checkpointFiles, verify });
  return { ...report, signatures: verify !== undefined };
}

async function verifyFolder(
  terminal: Terminal,
  options: Options,
  elsewhere: readonly string[],
): Promise<Checked> {
  const { config } = gatewayConfig(terminal, options);
  const { checkpoints, checkpointKey } = dataFiles(config.data);
  const key = options.publicKey ?? (existsSync(checkpointKey) ? checkpointKey : undefined);
  const verify = key === undefined ? undefined : await verifierOf(terminal, key);
  const files = [...elsewhere, ...(existsSync(checkpoints) ? [checkpoints] : [])];
  const kept = (await Promise.all(files.map(readCheckpoints))).flat();
  const store = await openToLook(config);
  try {
    const all = once([...(await store.trail.checkpoints()), ...kept]);
    const report = await verifyLog({ rows: store.trail.rows(), checkpoints: all, verify });
    return { ...report, unreadable: [], signatures: verify !== undefined };
  } finally {
    await store.close();
  }
}

async function verifierOf(terminal: Terminal, file: string): Promise<VerifyText> {
  const text = (await readInput(terminal, file, 'the public key')).trim();
  try {
    const key = parseSm2PublicKey(text);
    return (signed, signature) => verifySm2(signed, signature, key);
  } catch (error) {
    throw new CommandError(
      EXIT.usage,
      error instanceof Error ? error.message : 'the public key cannot be used',
    );
  }
}

/** The database and the file beside it tell most checkpoints twice, and each check of a signature takes its time. */
function once(checkpoints: readonly Checkpoint[]): readonly Checkpoint[] {
  const known = checkpoints.map((one) => [`${one.writer} ${one.sequence} ${one.signature}`, one] as const);
  return [...new Map(known).values()];
}

function tell(
  { rows, checkpoints, writers, damages, unreadable, signatures }: Checked,
  sound: boolean,
): string[] {
  return [
    ...damages.map(
      ({ writer, sequence, until, kind }) =>
        `damaged: writer ${writer}, ${until === undefined ? `row ${sequence}` : `rows ${sequence} to ${until}`}: ${DAMAGE_KINDS[kind]}`,
    ),
    ...unreadable.map((line) => `damaged: line ${line} cannot be read`),
    ...writers.map(
      ({ writer, rows, last, checkpointed }) =>
        `writer ${writer}: ${rows} rows up to ${last}, vouched for up to ${checkpointed}`,
    ),
    ...(signatures || checkpoints === 0
      ? []
      : ['signatures of checkpoints were not checked: no --public-key']),
    `${sound ? 'sound' : 'DAMAGED'}: ${rows} rows, ${checkpoints} checkpoints`,
  ];
}
