import type { Kysely } from 'kysely';
import type { Sealer } from '../crypto/seal.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';
import type { OperatorTable, Tables } from '../store/schema.ts';
import { faulty, parseInput } from './faults.ts';
import type { IssuedOperator, Operator, OperatorRole, SignIn, Standing } from './operator.ts';
import { activationInput, additionInput, changeInput, chosenPassword, setUpInput } from './operator-input.ts';
import { createOperatorPasswords } from './operator-passwords.ts';
import { nameTaken, openOperatorRows, unavailable } from './operator-rows.ts';
import { standingOf, viewOf } from './operator-view.ts';
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

/** The accounts in table `operator`; their password digests are sealed for the user name. */
export async function openOperators(options: OperatorsOptions): Promise<Operators> {
  const { database, sealer, slowly, now = Date.now } = options;
  const instant = (later = 0) => new Date(now() + later).toISOString();
  const passwords = await createOperatorPasswords(sealer, slowly);
  const rows = openOperatorRows(database, instant);

  const exist = async () => (await rows.list()).length > 0;

  async function viewed(username: string): Promise<Operator | undefined> {
    const row = await rows.find(username);
    return row && viewOf(row);
  }

  async function firstPassword(username: string) {
    const { password, digest } = await passwords.drawFirst(username);
    return { password, stored: { digest, first_until: instant(FIRST_PASSWORD_MILLISECONDS) } };
  }

  function isInTime({ first_until: until }: OperatorTable): boolean {
    return until !== null && now() < Date.parse(until);
  }

  /** The account whose password that is; undefined where it is wrong, or the account is disabled. */
  async function prove(username: string, password: string): Promise<OperatorTable | undefined> {
    const row = await rows.find(username);
    return (await passwords.isRight(row, password)) && row?.enabled === 1 ? row : undefined;
  }

  /** Stores the owner's own password, unless the account was changed since its owner was proved. */
  async function setOwn(username: string, epoch: number, password: string): Promise<Standing | undefined> {
    const digest = await passwords.digest(username, password);
    if (!(await rows.replace(username, epoch, { digest, first_until: null }))) return undefined;
    const row = await rows.find(username);
    return row && standingOf(row);
  }

  function newRow(username: string, name: string, role: OperatorRole): Omit<OperatorTable, 'digest'> {
    return {
      username,
      name,
      role,
      applications: JSON.stringify(EVERY_APPLICATION),
      first_until: null,
      enabled: 1,
      epoch: 0,
      created_at: instant(),
      changed_at: instant(),
    };
  }

  return {
    exist,
    issueSetupCode: async () => ((await exist()) ? undefined : issueSetupCode(database, now())),
    async setUp(input) {
      const { code, username, name = username, password } = parseInput(setUpInput, input);
      const chosen = chosenPassword(username, password);
      const fact = await checkSetupCode(database, code, now()).catch(unavailable);
      const digest = await passwords.digest(username, chosen);
      const row = { ...newRow(username, name, 'administrator'), digest };
      await rows.insert(row, async (transaction) => {
        if (!(await endSetupCode(transaction, fact))) throw new ExchangeError('TOKEN_INVALID');
      });
      return standingOf(row);
    },
    list: async () => (await rows.list()).map(viewOf),
    async find(username) {
      const row = await rows.find(username);
      return row?.enabled === 1 && row.first_until === null ? standingOf(row) : undefined;
    },
    async verify(username, password) {
      const row = await prove(username, password);
      if (!row) return { state: 'refused' };
      if (row.first_until === null) return { state: 'signed-in', standing: standingOf(row) };
      return { state: isInTime(row) ? 'first-password' : 'refused' };
    },
    async activate(input) {
      const { username, password, chosen } = parseInput(activationInput, input);
      const own = chosenPassword(username, chosen);
      const row = await prove(username, password);
      if (!row || !isInTime(row)) return undefined;
      if (typedCode(own) === typedCode(password)) throw notTheFirst();
      return setOwn(username, row.epoch, own);
    },
    async changePassword({ operator: { username }, epoch }, password) {
      return setOwn(username, epoch, chosenPassword(username, password));
    },
    async add(input) {
      const { username, name, role, ...rest } = parseInput(additionInput, input);
      const others = await rows.list();
      if (others.some((other) => soundOf(other.username) === soundOf(username))) throw nameTaken();
      if (others.length === 0 && role !== 'administrator') throw firstIsAdministrator();
      const { password, stored } = await firstPassword(username);
      const { applications } = { applications: EVERY_APPLICATION, ...rest };
      const row = { ...newRow(username, name, role), applications: JSON.stringify(applications), ...stored };
      // Nobody sets a first operator up beside it.
      await rows.insert(row, async (transaction) => void (await endSetupCode(transaction)));
      return { operator: viewOf(row), password };
    },
    async change(username, input) {
      const { name, applications } = parseInput(changeInput, input);
      const before = await viewed(username);
      if (applications && before?.role === 'administrator') throw everyApplication();
      await rows.update(username, {
        ...(name !== undefined && { name }),
        ...(applications && { applications: JSON.stringify(applications) }),
      });
      return viewed(username);
    },
    async setEnabled(username, enabled) {
      await (enabled ? rows.endSessions(username, { enabled: 1 }) : rows.disable(username));
      return viewed(username);
    },
    async reset(username) {
      const { password, stored } = await firstPassword(username);
      await rows.endSessions(username, stored);
      const operator = await viewed(username);
      return operator && { operator, password };
    },
  };
}

/** Alike for names that a reader takes for one another: case and width do not count. */
function soundOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function notTheFirst(): ExchangeError {
  return faulty([{ path: 'password', message: 'another password than the first one' }]);
}

function firstIsAdministrator(): ExchangeError {
  return faulty([{ path: 'role', message: 'administrator, because there is none yet' }]);
}

function everyApplication(): ExchangeError {
  return faulty([{ path: 'applications', message: 'nothing, because administrators act for every one' }]);
}
