// S04: does the time of a verification tell how much of a wrong sign is right? Compares signs that differ from
// the right one in their first and in their last digit, by the medians of many blocks; a paired |t| that stays
// below 5 in several runs, or changes its side, tells nothing.
// Run: npx tsx scripts/measure-sign-timing.ts [samples]
import { sign, verifySign } from '../src/crypto/sign-profiles.ts';
import type { SignSettings } from '../src/envelope/application.ts';

const SAMPLES = Number(process.argv[2] ?? 10_000);
const WARM_UP = 2_000;
const BLOCKS = 50;

const FIELDS = [
  ['appid', 'TIMING'],
  ['busicode', '120101'],
  ['action', '04'],
  ['busilist', '[]'],
  ['random', '06a014ee-fb0b-4226-b188-1bd93e24ed32'],
] as const;

function settingsOf(profile: SignSettings['profile']): SignSettings {
  return {
    profile,
    order: 'table',
    lenientCase: false,
    keys: [{ value: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' }],
  };
}

function turn(digit: string): string {
  return digit === '0' ? '1' : '0';
}

function medianOf(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}

/** One median a block: what the machine does meanwhile hits both kinds of a block alike. */
function mediansOf(times: readonly number[]): readonly number[] {
  const size = Math.floor(times.length / BLOCKS);
  return Array.from({ length: BLOCKS }, (_, block) =>
    medianOf(times.slice(block * size, (block + 1) * size)),
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function pairedT(differences: readonly number[]): number {
  const mean = meanOf(differences);
  const variance = meanOf(differences.map((difference) => (difference - mean) ** 2));
  return mean / Math.sqrt(variance / (differences.length - 1) || 1);
}

function measure(profile: SignSettings['profile']): void {
  const settings = settingsOf(profile);
  const right = sign(FIELDS, settings);
  const wrong = [turn(right[0]!) + right.slice(1), right.slice(0, -1) + turn(right.at(-1)!)] as const;
  const times: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < SAMPLES; round += 1) {
    // In an order that nothing periodic falls in with.
    const order = Math.random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const begin = process.hrtime.bigint();
      verifySign(FIELDS, wrong[which], settings, new Date());
      const nanoseconds = Number(process.hrtime.bigint() - begin);
      if (round >= 0) times[which].push(nanoseconds);
    }
  }
  const [first, last] = [mediansOf(times[0]), mediansOf(times[1])];
  const t = pairedT(first.map((median, block) => median - last[block]!));
  const facts = [meanOf(first), meanOf(last), t].map((value) => value.toFixed(1));
  console.log(`${profile.padEnd(9)} first digit ${facts[0]} ns, last digit ${facts[1]} ns, t = ${facts[2]}`);
}

for (const profile of ['MD5', 'SM4', 'SM4-SM3', 'HMAC-SM3'] as const) measure(profile);
