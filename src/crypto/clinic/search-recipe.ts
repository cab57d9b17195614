import type { SignSettings } from '../../envelope/application.ts';
import { verifySm2 } from '../sm2.ts';
import { computes, fitsLength } from './algorithms.ts';
import { createGbkEncoder } from './encode-gbk.ts';
import { agreedRecipe, type Recipe } from './recipe.ts';
import { recipeText, type Specimen } from './recipe-text.ts';
import { omission, otherKey, VARIANTS, type Variant } from './variants.ts';

/** More variants at once are a partner who signs something else altogether. */
const MOST_VARIANTS = 3;
/** Characters of text to sign before giving up: well below a second. */
const BUDGET = 16 * 1024 * 1024;
/** An SM2 verification takes as long as signing that many characters otherwise. */
const SM2_COST = 512 * 1024;

export interface SearchResult {
  /** The fewest variants that together make the sign; none of them is the agreed recipe itself. */
  readonly found: readonly Variant[] | undefined;
  /** Whether the search gave up before all was tried. */
  readonly exhausted: boolean;
}

function withVariants(base: Recipe, variants: readonly Variant[]): Recipe {
  return { ...base, ...Object.fromEntries(variants.map(({ knob, value }) => [knob, value])) };
}

/** Sets of `size` variants, each of another knob. */
function* combine(variants: readonly Variant[], size: number, from = 0): Generator<readonly Variant[]> {
  if (size === 0) yield [];
  else {
    for (let at = from; at <= variants.length - size; at += 1) {
      const first = variants[at];
      for (const rest of combine(variants, size - 1, at + 1)) {
        if (first && rest.every(({ knob }) => knob !== first.knob)) yield [first, ...rest];
      }
    }
  }
}

/** Makes the check of one recipe; whatever gives a text that was tried before is no match. */
function createCheck(specimens: readonly Specimen[], settings: SignSettings, sign: Buffer) {
  const tried = new Set<string>();
  let encodeGbk: ((text: string) => Buffer) | undefined;
  let spent = 0;
  const encode = (text: string, { charset }: Recipe) => {
    if (charset === 'utf-8') return Buffer.from(text, 'utf8');
    encodeGbk ??= createGbkEncoder();
    return encodeGbk(text);
  };
  const matches = (recipe: Recipe): boolean => {
    const { algorithm, charset, key } = recipe;
    const secret = settings.keys[key]?.value ?? '';
    const text = recipeText(specimens, recipe, secret);
    const attempt = [algorithm, charset, key, text].join(' ');
    if (tried.has(attempt)) return false;
    tried.add(attempt);
    spent += algorithm === 'SM2' ? SM2_COST : text.length;
    if (algorithm === 'SM2') return verifySm2(text, sign.toString('hex'), secret);
    return computes(algorithm, encode(text, recipe), secret, sign);
  };
  return {
    matches: (recipe: Recipe) => fitsLength(recipe.algorithm, sign.length) && matches(recipe),
    exhausted: () => spent > BUDGET,
  };
}

/** Whether a variant can make a difference for this message at all. */
function isEffective(variant: Variant, base: Recipe, specimens: readonly Specimen[], sign: Buffer): boolean {
  const { knob, value } = variant;
  if (base[knob] === value) return false;
  if (base.algorithm === 'SM2' && ['algorithm', 'charset', 'keyPart', 'keyCase'].includes(knob)) return false;
  if (variant.knob === 'algorithm') return fitsLength(variant.value, sign.length);
  const textOf = (recipe: Recipe) => recipeText(specimens, recipe, 'aA');
  if (knob === 'charset') return /[^\x00-\x7f]/.test(textOf(base));
  return knob === 'key' || textOf(withVariants(base, [variant])) !== textOf(base);
}

function isExpired(notAfter: string | undefined, now: Date): boolean {
  return notAfter !== undefined && !(Date.parse(notAfter) > now.getTime());
}

/** Looks for the fewest variants of the agreed recipe that make the sign. */
export function searchRecipe(
  specimens: readonly Specimen[],
  settings: SignSettings,
  sign: Buffer,
  now: Date,
): SearchResult {
  const expired = settings.keys.map(({ notAfter }) => isExpired(notAfter, now));
  if (settings.profile === 'TOKEN') throw new Error('the application signs nothing');
  const base = { ...agreedRecipe(settings.profile, settings.order), key: expired.indexOf(false) };
  const keys = expired.map((isOld, at) => otherKey(at, isOld));
  const all = [...keys, ...VARIANTS, ...specimens.map(({ name }) => omission(name))];
  const variants = all.filter((variant) => isEffective(variant, base, specimens, sign));
  const check = createCheck(specimens, settings, sign);
  for (let size = 0; size <= MOST_VARIANTS; size += 1) {
    for (const found of combine(variants, size)) {
      if (check.exhausted()) return { found: undefined, exhausted: true };
      if (check.matches(withVariants(base, found))) return { found, exhausted: false };
    }
  }
  return { found: undefined, exhausted: false };
}
