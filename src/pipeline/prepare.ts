import type { Application } from '../envelope/application.ts';
import type { Instruction } from '../envelope/envelope.ts';
import type { Work } from '../envelope/handler.ts';
import type { Provider } from '../envelope/provider.ts';
import type { Standard } from '../envelope/standard.ts';
import type { Attempt } from './attempt.ts';
import { checkRules } from './check-rules.ts';
import { forward, forwardable } from './forward.ts';
import type { ExchangeParts } from './ports.ts';

/** What the message asks for, allowed and valid, as work to commit. */
export async function prepare(
  parts: ExchangeParts,
  attempt: Attempt,
  standard: Standard,
  application: Application,
): Promise<Work> {
  const { business, action, payload, file } = attempt.envelope!;
  parts.quotas.checkBytes(application, Buffer.byteLength(payload) + (file?.bytes.length ?? 0));
  const asked = standard.interpret(attempt.envelope!, application);
  if (asked.kind === 'token') return issueToken(parts, attempt, application);
  const grants = parts.grants.demand(application, business, action);
  attempt.records = 'items' in asked ? asked.items.length : 0;
  const { rules, instruction, warnings } = checkRules(parts.rules, application.standard, asked, attempt.raw);
  const provider = findProvider(parts, attempt, application, instruction);
  const allowed = {
    application,
    rules,
    warnings,
    scope: parts.grants.scope(grants),
    reveal: parts.grants.reveal(grants),
  };
  if (provider && forwardable(instruction)) return forward(parts, attempt, provider, instruction, allowed);
  return parts.handle(instruction, {
    ...allowed,
    place: attempt.raw.place,
    reads: parts.reads,
    attachments: parts.attachments,
  });
}

/** Who answers instead of the store, if anyone; what does not flow between the two levels is refused here. */
function findProvider(
  { forwarding: { providers, directions, level } }: ExchangeParts,
  { raw, envelope }: Attempt,
  application: Application,
  instruction: Instruction,
): Provider | undefined {
  if (!forwardable(instruction)) return undefined;
  const { business, action } = envelope!;
  const { standard: edition, level: from } = application;
  const provider = providers.find({ edition, business, address: raw.address, instruction });
  directions.check({ edition, business, action, from, to: provider ? provider.level : level });
  return provider;
}

async function issueToken(
  { tokens }: ExchangeParts,
  { raw, envelope }: Attempt,
  application: Application,
): Promise<Work> {
  const { proof } = envelope!;
  const secret = proof.kind === 'secret' ? (proof.secret ?? '') : '';
  const token = await tokens.issue(application, secret, raw.peer);
  return { changes: [], answer: () => ({ token }) };
}
