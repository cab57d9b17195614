import { encryptPayload } from '../../crypto/payload-cipher.ts';
import { sign } from '../../crypto/sign-profiles.ts';
import type { AnswerContext, Outcome } from '../../envelope/outcome.ts';
import type { RawReply, ReplyMember } from '../../envelope/raw-message.ts';
import { cipherOf } from './cipher-of.ts';
import { datalistOf } from './datalist.ts';
import { wellFormed } from './decode.ts';
import { EDITIONS, editionOf } from './editions.ts';

/** Writes the answer (Table 8, A.2.2; S2 Table 4), signed when the application is known. */
export function encode(outcome: Outcome, context: AnswerContext): RawReply {
  const { application, raw } = context;
  const edition = application ? editionOf(application.standard) : guessEdition(context);
  const datalist = datalistMember(outcome, context);
  const texts: Record<string, string | undefined> = {
    appid: wellFormed(raw, 'appid') ?? raw.vouched,
    busicode: wellFormed(raw, 'busicode'),
    datalist: datalist.text,
    random: wellFormed(raw, 'random'),
  };
  const fields = edition.answerMembers.map((name) => [name, texts[name] ?? ''] as const);
  const members = edition.answerMembers
    .filter((name) => texts[name] !== undefined)
    .map(
      (name): ReplyMember => (name === 'datalist' ? datalist : { name, kind: 'text', text: texts[name]! }),
    );
  return {
    members: application
      ? [...members, { name: 'sign', kind: 'text', text: sign(fields, application.sign) }]
      : members,
    ...(outcome.kind === 'refused' ? { error: outcome.error } : {}),
    semanticStatus: application?.httpStatus === 'semantic',
    jsonAsText: raw.members.get('busilist')?.kind === 'text',
  };
}

/** The datalist as sent: JSON, or its SM4 ciphertext where the application agreed on encryption (S2 7.1). */
function datalistMember(outcome: Outcome, { application, envelope }: AnswerContext): ReplyMember {
  const text = datalistOf(outcome);
  const cipher = application && cipherOf(application, envelope);
  return cipher
    ? { name: 'datalist', kind: 'text', text: encryptPayload(text, cipher) }
    : { name: 'datalist', kind: 'json', text };
}

/** A stranger's answer takes the shape that the length of its business code suggests. */
function guessEdition({ raw }: AnswerContext): { readonly answerMembers: readonly string[] } {
  return wellFormed(raw, 'busicode')?.length === 3 ? EDITIONS.s2 : EDITIONS.s1;
}
