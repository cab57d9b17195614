import type { ExchangeError } from '../envelope/exchange-error.ts';
import type { Answer, Outcome } from '../envelope/outcome.ts';
import type { RawReply, ReplyMember } from '../envelope/raw-message.ts';
import { memberSources } from '../text/json.ts';

/** Writes the answer: the provider's members as they came, a token, or what went wrong. Statuses always carry meaning. */
export function encode(outcome: Outcome): RawReply {
  if (outcome.kind === 'done') return { members: success(outcome.answer), semanticStatus: true };
  const { error } = outcome;
  return {
    members: refusal(error),
    error,
    semanticStatus: true,
    ...(error.facts.status === 401 && { challenge: CHALLENGE }),
  };
}

/** RFC 7617, RFC 6750. */
const CHALLENGE = 'Basic realm="tonggui", charset="UTF-8", Bearer realm="tonggui"';

function success({ token, content, records }: Answer): readonly ReplyMember[] {
  if (token) return [text('access_token', token.value), json('expires_in', String(token.expiresIn))];
  if (content !== undefined) return memberSources(content).map(([name, source]) => json(name, source));
  return records ? [json('items', `[${records.join(',')}]`)] : [];
}

function refusal({ code, message, details }: ExchangeError): readonly ReplyMember[] {
  const told = [text('code', code), text('message', message)];
  return details.length === 0 ? told : [...told, json('errors', JSON.stringify(details))];
}

function text(name: string, value: string): ReplyMember {
  return { name, kind: 'text', text: value };
}

function json(name: string, source: string): ReplyMember {
  return { name, kind: 'json', text: source };
}
