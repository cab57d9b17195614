import { decryptPayload, encryptPayload } from '../../crypto/payload-cipher.ts';
import { signRequest } from '../../crypto/sign-request.ts';
import { verifyAnswer } from '../../crypto/verify-answer.ts';
import { accountOf } from '../../envelope/account-of.ts';
import type { CallResult } from '../../envelope/call-result.ts';
import { ExchangeError } from '../../envelope/exchange-error.ts';
import type {
  CallOperation,
  Forwardable,
  Provider,
  ProviderAccount,
  ProviderAsk,
  ProviderDialect,
  ProviderOutcome,
} from '../../envelope/provider.ts';
import type { Member } from '../../envelope/raw-message.ts';
import { editionOf } from './editions.ts';
import { REQUEST_SIGNED } from './members.ts';
import { EXCHANGE_OPERATION } from './operations.ts';
import { notUnderstood, type ReadLimits, readDatalist } from './read-datalist.ts';
import { writeCriteria } from './write-criteria.ts';

type Members = ReadonlyMap<string, Member>;

/** Table 5 as the sender: the request signed with the gateway's own key there, the answer believed only when its sign holds. */
export function createProviderDialect(limits: ReadLimits): ProviderDialect {
  return { ask: (ask, provider, call) => askProvider(ask, provider, call, limits) };
}

async function askProvider(
  ask: ProviderAsk,
  provider: Provider,
  call: CallOperation,
  limits: ReadLimits,
): Promise<ProviderOutcome> {
  const account = accountOf(provider);
  const request = signRequest(requestMembers(ask, account), REQUEST_SIGNED, account.sign);
  const result = await call(EXCHANGE_OPERATION.name, request);
  if (result.kind === 'failed') return result;
  const { answerMembers } = editionOf(provider.edition!);
  const verdict = verifyAnswer(request, result.members, answerMembers, account.sign);
  if (verdict !== 'genuine') return unproved(result, verdict);
  const text = datalistText(result.members, account);
  return text === undefined
    ? notUnderstood('datalist cannot be decrypted with the key that was agreed')
    : readDatalist(text, ask.instruction, limits);
}

function requestMembers({ instruction, business, action, messageId }: ProviderAsk, account: ProviderAccount) {
  const text = busilistOf(instruction);
  const busilist: Member =
    account.cipher === undefined
      ? { kind: 'json', text }
      : { kind: 'text', text: encryptPayload(text, account.cipher) };
  return new Map<string, Member>([
    ['appid', { kind: 'text', text: account.appid }],
    ['busicode', { kind: 'text', text: business }],
    ['action', { kind: 'text', text: action }],
    ['busilist', busilist],
    ['random', { kind: 'text', text: messageId }],
  ]);
}

function busilistOf(instruction: Forwardable): string {
  if (instruction.kind === 'query') return writeCriteria(instruction);
  if (instruction.kind === 'call') throw new Error('an imported operation has no place in this standard');
  return `[${instruction.items.map(({ text }) => text).join(',')}]`;
}

/**
 * What is not signed proves nothing, not even a refusal. Where it says itself that something failed, it counts as a
 * failure; else as an answer that somebody else may have written.
 */
function unproved(
  { status }: Exclude<CallResult, { kind: 'failed' }>,
  verdict: Exclude<ReturnType<typeof verifyAnswer>, 'genuine'>,
): ProviderOutcome {
  if (status < 500 || verdict !== 'sign-missing') return { kind: 'untrusted', verdict };
  const message = `HTTP ${status} with an answer that is not signed`;
  return { kind: 'failed', failure: 'broken', message, delivered: 'unknown' };
}

function datalistText(members: Members, { cipher }: ProviderAccount): string | undefined {
  const { text } = members.get('datalist')!;
  if (cipher === undefined) return text;
  try {
    return decryptPayload(text, cipher);
  } catch (thrown) {
    if (thrown instanceof ExchangeError) return undefined;
    throw thrown;
  }
}
