import type { Kysely } from 'kysely';
import { checkPassword, digestPassword } from '../crypto/password-digest.ts';
import { randomSecret, randomSetupCode } from '../crypto/random-secret.ts';
import type { Sealer } from '../crypto/seal.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { OperatorTable, Tables } from '../store/schema.ts';
import { storageUnavailable } from '../store/storage-fault.ts';
import { faulty, parseInput } from './faults.ts';
import type { IssuedOperator, Operator, SignIn, Standing } from './operator.ts';
import { activationInput, additionInput, changeInput, chosenPassword, setUpInput } from './operator-input.ts';
import { standingOf, viewOf } from './operator-rows.ts';
import { checkSetupCode, endSetupCode, issueSetupCode } from './setup-code.ts';
import type { SlowWork } from './slow-work.ts';
import { typedCode } from './typed-code.ts';

/**
 * The accounts of the console. None exists at first; a one-time code makes the first, administrators add others. Every
 * answer is the database's own, so what one process changes holds in all of them at once.
 */
export interface Operators {
  exist(): Promise<boolean>;
  /** A new one-time set-up code, valid 24 hours, instead of any earlier one; undefined once an operator exists. */
  issueSetupCode(): Promise<string | undefined>;
  /** Creates the first operator, once; throws TOKEN_INVALID when the code is wrong, used or too old. */
  setUp(input: unknown): Promise<Standing>;
  /** By user name. */
  list(): Promise<readonly Operator[]>;
  /** The account as it stands now; undefined where it is unknown, disabled, or has a first password still. */
  find(username: string): Promise<Standing | undefined>;
  /** Whether user name and password belong together; an unknown name takes as long as a wrong password. */
  verify(username: string, password: string): Promise<SignIn>;
  /** Reads `{ username, password, chosen }`: a first password and the owner's own; undefined when the first is wrong. */
  activate(input: unknown): Promise<Standing | undefined>;
  /** Ends every session; undefined where the account was changed meanwhile. */
  changePassword(account: Standing, password: string): Promise<Standing | undefined>;
  /** Reads `{ username, name, role, applications }`. Throws BAD_PARAMETER, also when there is one of that name. */
  add(input: unknown): Promise<IssuedOperator>;
  /** Reads `{ name, applications }`, both optional. Undefined for an unknown name. */
  change(username: string, input: unknown): Promise<Operator | undefined>;
  /** Disabling ends every session; throws BAD_PARAMETER for the last administrator. Undefined for an unknown name. */
  setEnabled(username: string, enabled: boolean): Promise<Operator | undefined>;
  /** A new one-time password; the old one and every session end. Undefined for an unknown name. */
  reset(username: string): Promise<IssuedOperator | undefined>;
}

export interface OperatorsOptions {
  readonly database: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly slowly: SlowWork;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A weekend lies between an account and its owner. */
const FIRST_PASSWORD_MILLISECONDS = 72 * 3_600_000;
const EVERY_APPLICATION = ['*'];
/** Whoever writes this fact keeps others from doing so until the transaction ends. */
const LOCK_FACT = 'operators';

/** The accounts in table `operator`; their password digests are sealed for the user name. */
export async function openOperators(options: OperatorsOptions): Promise<Operators> {
  const { database, sealer, slowly, now = Date.now } = options;
  // Checked in place of an account that does not exist; nobody knows its password.
  const decoy = await digestPassword(randomSecret());

  const instant = (later = 0) => new Date(now() + later).toISOString();

  async function find(name: string): Promise<OperatorTable | undefined> {
    const query = database.selectFrom('operator').selectAll().where('username', '=', name);
    return query.executeTakeFirst().catch(unavailable);
  }

  async function usernames(): Promise<readonly string[]> {
    const rows = await database.selectFrom('operator').select('username').execute().catch(unavailable);
    return rows.map(({ username }) => username);
  }

  async function sealedDigest(name: string, text: string): Promise<string> {
    return sealer.seal(await slowly(() => digestPassword(text)), contextOf(name));
  }

  /** A password that lets in once, for three days. */
  async function firstPassword(name: string) {
    const password = randomSetupCode();
    const digest = await sealedDigest(name, typedCode(password));
    return { password, row: { digest, first_until: instant(FIRST_PASSWORD_MILLISECONDS) } };
  }

  async function isRight(row: OperatorTable | undefined, text: string): Promise<boolean> {
    const digest = row ? sealer.open(row.digest, contextOf(row.username)) : decoy;
    const typed = row && row.first_until !== null ? typedCode(text) : text;
    return (await slowly(() => checkPassword(typed, digest))) && row?.enabled === 1;
  }

  function isInTime({ first_until: until }: OperatorTable): boolean {
    return until !== null && now() < Date.parse(until);
  }

  /** Stores the owner's own password, unless the account is no longer what it was when its owner was proved. */
  async function setOwnPassword(name: string, epoch: number, text: string): Promise<Standing | undefined> {
    const digest = await sealedDigest(name, text);
    const { numUpdatedRows } = await database
      .updateTable('operator')
      .set({ digest, first_until: null, epoch: epoch + 1, changed_at: instant() })
      .where('username', '=', name)
      .where('epoch', '=', epoch)
      .where('enabled', '=', 1)
      .executeTakeFirst()
      .catch(unavailable);
    const row = numUpdatedRows === 1n ? await find(name) : undefined;
    return row && standingOf(row);
  }

  async function insert(into: Kysely<Tables>, row: OperatorTable): Promise<void> {
    const insertion = into.insertInto('operator').values(row);
    const { numInsertedOrUpdatedRows } = await insertion
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw taken();
  }

  async function endSessions(into: Kysely<Tables>, name: string, values: Partial<OperatorTable>) {
    await into
      .updateTable('operator')
      .set((row) => ({ ...values, epoch: row('epoch', '+', 1), changed_at: instant() }))
      .where('username', '=', name)
      .execute();
  }

  async function viewed(name: string): Promise<Operator | undefined> {
    const row = await find(name);
    return row && viewOf(row);
  }

  return {
    exist: async () => (await usernames()).length > 0,
    async issueSetupCode() {
      return (await usernames()).length > 0 ? undefined : issueSetupCode(database, now());
    },
    async setUp(input) {
      const { code, username, name = username, password } = parseInput(setUpInput, input);
      const chosen = chosenPassword(username, password);
      const fact = await checkSetupCode(database, code, now()).catch(unavailable);
      const digest = await sealedDigest(username, chosen);
      const row = { ...blankRow(username, name, instant()), role: 'administrator', digest };
      await database
        .transaction()
        .execute(async (transaction) => {
          if (!(await endSetupCode(transaction, fact))) throw new ExchangeError('TOKEN_INVALID');
          await insert(transaction, row);
        })
        .catch(unavailable);
      return standingOf(row);
    },
    async list() {
      const query = database.selectFrom('operator').selectAll().orderBy('username');
      return (await query.execute().catch(unavailable)).map(viewOf);
    },
    async find(name) {
      const row = await find(name);
      return row?.enabled === 1 && row.first_until === null ? standingOf(row) : undefined;
    },
    async verify(name, text) {
      const row = await find(name);
      if (!(await isRight(row, text)) || !row) return { state: 'refused' };
      if (row.first_until === null) return { state: 'signed-in', standing: standingOf(row) };
      return { state: isInTime(row) ? 'first-password' : 'refused' };
    },
    async activate(input) {
      const { username, password, chosen } = parseInput(activationInput, input);
      const own = chosenPassword(username, chosen);
      const row = await find(username);
      if (!(await isRight(row, password)) || !row || !isInTime(row)) return undefined;
      if (typedCode(own) === typedCode(password)) throw another();
      return setOwnPassword(username, row.epoch, own);
    },
    async changePassword({ operator: { username }, epoch }, text) {
      return setOwnPassword(username, epoch, chosenPassword(username, text));
    },
    async add(input) {
      const wanted = parseInput(additionInput, input);
      const { username, name, role } = wanted;
      const others = await usernames();
      if (others.some((other) => sounding(other) === sounding(username))) throw taken();
      if (others.length === 0 && role !== 'administrator') throw firstIsAdministrator();
      const { password, row: secret } = await firstPassword(username);
      const applications = JSON.stringify('applications' in wanted ? wanted.applications : EVERY_APPLICATION);
      const row = { ...blankRow(username, name, instant()), role, applications, ...secret };
      await database
        .transaction()
        .execute(async (transaction) => {
          // Nobody sets a first operator up beside it.
          await endSetupCode(transaction);
          await insert(transaction, row);
        })
        .catch(unavailable);
      return { operator: viewOf(row), password };
    },
    async change(username, input) {
      const { name, applications } = parseInput(changeInput, input);
      const before = await viewed(username);
      if (!before) return undefined;
      if (applications && before.role === 'administrator') throw everyApplication();
      const values = {
        ...(name !== undefined && { name }),
        ...(applications && { applications: JSON.stringify(applications) }),
      };
      const change = database.updateTable('operator').set({ ...values, changed_at: instant() });
      await change.where('username', '=', username).execute().catch(unavailable);
      return viewed(username);
    },
    async setEnabled(username, enabled) {
      await database
        .transaction()
        .execute(async (transaction) => {
          await lock(transaction);
          if (!enabled) await keepAdministrator(transaction, username);
          await endSessions(transaction, username, { enabled: enabled ? 1 : 0 });
        })
        .catch(unavailable);
      return viewed(username);
    },
    async reset(username) {
      const { password, row } = await firstPassword(username);
      await endSessions(database, username, row).catch(unavailable);
      const operator = await viewed(username);
      return operator && { operator, password };
    },
  };
}

function blankRow(username: string, name: string, at: string): OperatorTable {
  return {
    username,
    name,
    role: 'entry',
    applications: JSON.stringify(EVERY_APPLICATION),
    digest: '',
    first_until: null,
    enabled: 1,
    epoch: 0,
    created_at: at,
    changed_at: at,
  };
}

/** Two administrators who disable each other at once come one after the other. */
async function lock(transaction: Kysely<Tables>): Promise<void> {
  const value = '';
  await transaction
    .insertInto('fact')
    .values({ name: LOCK_FACT, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function keepAdministrator(transaction: Kysely<Tables>, username: string): Promise<void> {
  const administrators = await transaction
    .selectFrom('operator')
    .select('username')
    .where('role', '=', 'administrator')
    .where('enabled', '=', 1)
    .execute();
  if (administrators.length === 1 && administrators[0]?.username === username)
    throw faulty([{ path: 'username', message: 'not the last administrator that is enabled' }]);
}

/** Names that a reader takes for one another: case and width do not count. */
function sounding(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function taken(): ExchangeError {
  return faulty([{ path: 'username', message: 'there is an account of this name' }]);
}

function another(): ExchangeError {
  return faulty([{ path: 'password', message: 'another password than the first one' }]);
}

function firstIsAdministrator(): ExchangeError {
  return faulty([{ path: 'role', message: 'administrator, because there is none yet' }]);
}

function everyApplication(): ExchangeError {
  return faulty([{ path: 'applications', message: 'nothing, because administrators act for every one' }]);
}

function contextOf(name: string): string {
  return `operator:${name}`;
}

function unavailable(error: unknown): never {
  throw error instanceof ExchangeError ? error : storageUnavailable(error);
}
