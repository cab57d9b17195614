import { accountOf } from '../../envelope/account-of.ts';
import type { CallResult } from '../../envelope/call-result.ts';
import type {
  CallOperation,
  Forwardable,
  Provider,
  ProviderAsk,
  ProviderDialect,
  ProviderOutcome,
} from '../../envelope/provider.ts';
import type { Member } from '../../envelope/raw-message.ts';
import type { OperationName } from './operations.ts';
import { type ReadLimits, readReply } from './read-reply.ts';
import { STATUSES } from './reply-codes.ts';

/** Tokens are asked anew this many seconds before they end. */
const MARGIN = 60;
/** 4.5.1 leaves the storage identifier to both sides. */
const STORAGE = 'platform';

interface HeldToken {
  readonly value: string;
  readonly until: number;
}

/** C.1 to C.4 as the sender: the gateway's token there in every call, asked anew when it has ended. */
export function createProviderDialect(limits: ReadLimits): ProviderDialect {
  const tokens = new Map<string, HeldToken>();
  return {
    async ask(ask, provider, call) {
      const first = await askWithToken(tokens, ask, provider, call, limits);
      if (first.kind !== 'refused' || first.code !== STATUSES.TOKEN_INVALID) return first;
      // Refused before anything was done, so it may be asked again with a token of today.
      tokens.delete(provider.id);
      return askWithToken(tokens, ask, provider, call, limits);
    },
  };
}

async function askWithToken(
  tokens: Map<string, HeldToken>,
  ask: ProviderAsk,
  provider: Provider,
  call: CallOperation,
  limits: ReadLimits,
): Promise<ProviderOutcome> {
  const token = await tokenFor(tokens, provider, call, limits);
  if (typeof token !== 'string') return token;
  const members = new Map([...requestMembers(ask), ['access_token', text(token)]]);
  return outcomeOf(await call(operationOf(ask.instruction), members), ask.instruction, limits);
}

async function tokenFor(
  tokens: Map<string, HeldToken>,
  provider: Provider,
  call: CallOperation,
  limits: ReadLimits,
): Promise<string | ProviderOutcome> {
  const held = tokens.get(provider.id);
  if (held !== undefined && held.until > Date.now()) return held.value;
  const { appid, sign } = accountOf(provider);
  const credentials = new Map([
    ['appid', text(appid)],
    ['secret', text(sign.keys[0]!.value)],
  ]);
  const result = await call('token' satisfies OperationName, credentials);
  // Whatever became of it, nothing of the message itself was sent.
  if (result.kind === 'failed') return { ...result, delivered: 'no' };
  const value = result.members.get('access_token')?.text;
  if (value === undefined) return outcomeOf(result, { kind: 'add', ruleSet: '', items: [] }, limits);
  const seconds = Number(result.members.get('expires_in')?.text);
  const life = Number.isFinite(seconds) ? Math.max(0, seconds - MARGIN) : 0;
  tokens.set(provider.id, { value, until: Date.now() + life * 1000 });
  return value;
}

function operationOf({ kind }: Forwardable): OperationName {
  switch (kind) {
    case 'add':
      return 'addObjects';
    case 'modify':
      return 'updateObjects';
    case 'delete':
      return 'deleteObjects';
    case 'query':
      return 'getObjects';
    case 'call':
      throw new Error('an imported operation has no place in this standard');
  }
}

function requestMembers({ instruction, messageId }: ProviderAsk): readonly (readonly [string, Member])[] {
  if (instruction.kind === 'call') throw new Error('an imported operation has no place in this standard');
  const address = [
    ['serialnumber', text(messageId)],
    ['distributedStorageIdentifier', text(STORAGE)],
    ['resourceIdentifier', text(instruction.ruleSet)],
  ] as const;
  return [...address, ...(instruction.kind === 'query' ? asked(instruction) : sent(instruction))];
}

function sent({ items, ...rest }: Extract<Forwardable, { kind: 'add' | 'modify' | 'delete' }>) {
  const data: Member = { kind: 'json', text: `[${items.map((item) => item.text).join(',')}]` };
  return [['data', data] as const, ...(rest.full ? [['updateMethod', text('full')] as const] : [])];
}

/** getObjects joins all that it is asked by AND, so there is one criterion at most. */
function asked({ criteria: [criterion], paging }: Extract<Forwardable, { kind: 'query' }>) {
  const { members = {}, region, beginTime, endTime } = criterion ?? {};
  const texts = {
    region,
    beginTime,
    endTime,
    pagesize: String(paging.size),
    ...(paging.cursor === undefined ? { pageno: String(paging.page) } : { cursor: paging.cursor }),
    ...(Object.keys(members).length > 0 && { criteria: JSON.stringify(members) }),
  };
  return Object.entries(texts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, text(value)] as const],
  );
}

function outcomeOf(result: CallResult, asked: Forwardable, limits: ReadLimits): ProviderOutcome {
  return result.kind === 'failed' ? result : readReply(result, asked, limits);
}

function text(value: string): Member {
  return { kind: 'text', text: value };
}
