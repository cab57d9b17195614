import { mkdirSync } from 'node:fs';
import { createAdmission } from '../access/admission.ts';
import { createApplicationInquirer, type Inquirer } from '../access/application-inquirer.ts';
import { type Applications, openApplications } from '../access/applications.ts';
import { grants } from '../access/grants.ts';
import { type Holds, openHolds } from '../access/holds.ts';
import { createPasswordCheck } from '../access/password-check.ts';
import { createQuotas } from '../access/quotas.ts';
import { createSlowWork } from '../access/slow-work.ts';
import { createTokens } from '../access/tokens.ts';
import { createUpdateWatch, type UpdateWatch } from '../access/update-watch.ts';
import { openAttachments } from '../attachments/open-attachments.ts';
import { createChain } from '../audit/create-chain.ts';
import { createCheckpointer } from '../audit/create-checkpointer.ts';
import { dataFiles } from '../config/data-files.ts';
import type { Config } from '../config/schema.ts';
import { createSealer, type Sealer } from '../crypto/seal.ts';
import { loadOrCreateKeyFile, sealKeyFromEnvironment } from '../crypto/seal-key.ts';
import type { Ledger } from '../envelope/commit.ts';
import type { Exchange } from '../envelope/raw-message.ts';
import type { Standard } from '../envelope/standard.ts';
import { handle } from '../handlers/handle.ts';
import { OPEN_EDITION, OPEN_EDITION_RULES } from '../imported/imported-standard.ts';
import { createExchange } from '../pipeline/exchange.ts';
import type { Observer } from '../pipeline/ports.ts';
import { verifyProof } from '../pipeline/verify-proof.ts';
import type { WatchedRules } from '../rules/watch-rules.ts';
import { createStandards } from '../standards/standards.ts';
import type { Store } from '../store/open-store.ts';
import { openCheckpointKey } from './checkpoint-key.ts';
import { forgetDaily } from './forget-daily.ts';
import { endOn, openDatabase } from './open-database.ts';
import { openRules } from './open-rules.ts';
import type { OperationalLog } from './operational-log.ts';
import { openPlatform, type Platform } from './platform.ts';
import { recordEvent } from './record-event.ts';

/** Told of exchanges, and of how many of them shared a commit. */
export interface CoreObserver extends Observer {
  committed(units: number): void;
}

/** Everything behind the listeners. */
export interface Core {
  /** Knows applications that ask the registry. */
  readonly inquirer: Inquirer;
  readonly platform: Platform;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly applications: Applications;
  readonly holds: Holds;
  readonly rules: WatchedRules;
  readonly updates: UpdateWatch;
  readonly standards: readonly Standard[];
  readonly exchange: Exchange;
  readonly sealer: Sealer;
  /** The last checkpoint is signed and everything durable when this resolves. */
  close(): Promise<void>;
}

/** With several processes on one PostgreSQL: milliseconds between looks at what others changed. */
const POLL = 1_000;

/** Opens the data folder, the store and all that an exchange is made of; `more` standards stand beside the built-in ones. */
export async function openCore(
  config: Config,
  log: OperationalLog,
  observer: CoreObserver,
  more: readonly Standard[] = [],
): Promise<Core> {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  const sealer = createSealer(await sealKey(config));
  const store = await openDatabase(config, log, observer.committed);
  const closers: Closer[] = [() => store.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const opened = await openOnStore({ config, log, observer, more, sealer, store }, closers);
    return { ...opened, close };
  } catch (error) {
    // What cannot be opened must not leave a locked data folder behind.
    await close();
    throw error;
  }
}

/** Closes what was opened; what was opened last comes first. */
type Closer = () => Promise<void> | void;

interface CoreParts {
  readonly config: Config;
  readonly log: OperationalLog;
  readonly observer: CoreObserver;
  readonly more: readonly Standard[];
  readonly sealer: Sealer;
  readonly store: Store;
}

async function openOnStore(
  { config, log, observer, more, sealer, store }: CoreParts,
  closers: Closer[],
): Promise<Omit<Core, 'close'>> {
  const failed = (error: unknown) => log.log('error', 'background work failed', { error: String(error) });
  const files = dataFiles(config.data);
  const pollEvery = store.kind === 'postgres' ? POLL : undefined;
  const { writer, last } = await store.trail.writer();
  const ledger = store.ledger(createChain({ writer, last }));
  const standards = [...createStandards(config.limits, config.standards), ...more];
  const spoken: Standard['editions'] = Object.assign({}, ...standards.map((standard) => standard.editions));
  const editions: Standard['editions'] = { ...spoken, [OPEN_EDITION]: OPEN_EDITION_RULES };
  const admission = createAdmission(createPasswordCheck(createSlowWork()));
  const tokens = createTokens({ database: store.database, seconds: config.tokens.seconds });
  const checkpointer = createCheckpointer({
    writer,
    head: () => store.trail.head(writer),
    sign: await openCheckpointKey(store.database, sealer, files.checkpointKey),
    keep: (checkpoint) => store.trail.keepCheckpoint(checkpoint),
    file: files.checkpoints,
    onError: failed,
  });
  closers.push(() => checkpointer.stop());
  const applications = await openApplications({
    database: store.database,
    editions,
    sealer,
    pollEvery,
    failed,
  });
  closers.push(() => applications.close());
  const holds = await openHolds({ database: store.database, ...config.holds, pollEvery, failed });
  closers.push(() => holds.close());
  const rules = openRules(config, standards, ledger, log);
  closers.push(() => rules.close());
  const updates = createUpdateWatch({
    database: store.database,
    applications,
    rules,
    editions,
    hours: config.updates.hours,
  });
  const attachments = openAttachments({
    database: store.database,
    ...config.attachments,
    folder: config.attachments.folder ?? files.attachments,
    forgetting: (forgotten) =>
      recordEvent(ledger, 'ATTACHMENTS_FORGOTTEN', { count: forgotten.length, files: forgotten }),
  });
  const platform = await openPlatform({
    config,
    store,
    ledger,
    sealer,
    standards,
    editions: spoken,
    rules,
    log,
    pollEvery,
    failed,
    onFatal: endOn(log),
  });
  closers.push(() => platform.close());
  const forgetting = forgetDaily(store, tokens, attachments, config.retention.seenDays, failed);
  closers.push(() => clearInterval(forgetting));
  const named = new Map(standards.map((standard) => [standard.standard, standard]));
  const exchange = createExchange({
    standards: { get: (name) => named.get(name) ?? platform.imported.find(name) },
    applications,
    admission,
    verifyProof,
    tokens,
    holds,
    grants,
    quotas: createQuotas({ concurrency: config.limits.concurrentPerApplication }),
    rules,
    forwarding: platform.forwarding,
    handle,
    reads: store.reads,
    attachments,
    ledger,
    observer,
  });
  const inquirer = createApplicationInquirer({ applications, tokens, admission });
  return {
    inquirer,
    platform,
    store,
    ledger,
    applications,
    holds,
    rules,
    updates,
    standards,
    exchange,
    sealer,
  };
}

async function sealKey({ data, seal }: Config): Promise<Buffer> {
  if (seal.environment === undefined) return loadOrCreateKeyFile(seal.keyFile ?? dataFiles(data).sealKey);
  const value = process.env[seal.environment];
  if (value === undefined) throw new Error(`seal.environment: the variable ${seal.environment} is not set`);
  return sealKeyFromEnvironment(value);
}
