import type { SignSettings } from '../envelope/application.ts';
import { locateDifference } from './clinic/locate-difference.ts';
import { specimensOf } from './clinic/recipe-text.ts';
import { searchRecipe } from './clinic/search-recipe.ts';
import { readSignForm } from './clinic/sign-form.ts';
import type { Bilingual } from './clinic/variants.ts';
import { verifySign } from './sign-profiles.ts';
import type { SignField } from './sign-text.ts';

/** What the clinic found; holds neither the secret nor any text that was signed. */
export interface SignExplanation {
  /** `variant`: the sign is right but for the deviations told; `unknown`: no variant in the list makes it. */
  readonly verdict: 'match' | 'variant' | 'unknown';
  /** In what the partner's sign differs from what is agreed: all of them together make it. */
  readonly deviations: readonly Bilingual[];
  /** What to do, in Chinese and then in English, on a line each. */
  readonly advice: string;
}

export interface ExplainOptions {
  /** Members as they stood on the wire, where white space was removed to sign. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly now?: Date;
}

const RIGHT: Bilingual = {
  chinese: '签名正确，无需修改。',
  english: 'The sign is right; nothing has to change.',
};

const UNREADABLE: Bilingual = {
  chinese: '签名既不是十六进制也不是Base64，可能为空、被截断或被转码。',
  english: 'The sign is neither hex nor Base64: perhaps it is empty, cut off or was encoded on its way.',
};

const UNKNOWN: Bilingual = {
  chinese:
    '没有找到能生成该签名的常见做法。请核对密钥是否一致、签名后参数是否又被改动，以及参与签名的参数和顺序。',
  english:
    'No known variant makes this sign. Check that both sides have the same secret, that nothing changed after signing, and which members are signed in which order.',
};

const EXHAUSTED: Bilingual = {
  chinese: '报文较大，未能尝试全部组合，请用较小的报文重试。',
  english: 'The message is large and not all variants were tried: try again with a smaller one.',
};

function adviceOf(parts: readonly Bilingual[]): string {
  const chinese = parts.map((part) => part.chinese).join('');
  return `${chinese}\n${parts.map((part) => part.english).join(' ')}`;
}

function describe(deviations: readonly Bilingual[]): Bilingual {
  const chinese = deviations.map((deviation) => deviation.chinese).join('；');
  const english = deviations.map((deviation) => deviation.english).join('; ');
  return {
    chinese: `对方的签名与约定不同：${chinese}。请对方按约定修改，或核对应用的签名设置。`,
    english: `The partner's sign differs from what is agreed: ${english}. Change it there, or check the application's sign settings.`,
  };
}

function unknown(hints: readonly (Bilingual | false | undefined)[]): SignExplanation {
  const parts = hints.filter((hint) => typeof hint === 'object');
  return { verdict: 'unknown', deviations: [], advice: adviceOf(parts) };
}

function variant(deviations: readonly Bilingual[]): SignExplanation {
  const told = deviations.map(({ chinese, english }) => ({ chinese, english }));
  return { verdict: 'variant', deviations: told, advice: adviceOf([describe(told)]) };
}

/**
 * The sign clinic, for operators and integrators: tells which variant of the agreed sign a partner made, out of a
 * documented list (clinic/variants.ts), the fewest deviations first. `fields` stand in the standard's table order.
 * Verification never comes here: a variant that the clinic knows is still refused.
 */
const SIGNLESS: Bilingual = {
  chinese: '该应用以令牌认证，报文不签名。',
  english: 'This application proves itself by tokens; its messages carry no sign.',
};

export function explainSign(
  fields: readonly SignField[],
  sign: string,
  settings: SignSettings,
  { sources = {}, now = new Date() }: ExplainOptions = {},
): SignExplanation {
  if (settings.profile === 'TOKEN') return unknown([SIGNLESS]);
  if (verifySign(fields, sign, settings, now) === 'match') {
    return { verdict: 'match', deviations: [], advice: adviceOf([RIGHT]) };
  }
  const form = readSignForm(sign, settings.lenientCase);
  if (form === undefined) return unknown([UNREADABLE]);
  const specimens = specimensOf(fields, sources);
  const { found, exhausted } = searchRecipe(specimens, settings, form.bytes, now);
  if (found) return variant([...form.deviations, ...found]);
  return unknown([UNKNOWN, exhausted && EXHAUSTED, locateDifference(fields, settings, form.bytes)]);
}
