import { expect, it } from '@jest/globals';
import { createThrottle } from '../../../src/channels/file/throttle.ts';

it('has no file wait for more than a minute, however long it is told and however often it was asked', () => {
  let now = 0;
  const throttle = createThrottle(4, () => now);
  for (const concern of ['itself', 'all', 'all behind it'] as const)
    for (let time = 0; time < 12; time += 1) {
      throttle.blocked('a', concern, 86_400);
      now += 59_000;
      expect(throttle.isDue('a')).toBe(false);
      now += 1_000;
      expect([throttle.isDue('a'), throttle.hasPlace(0)]).toEqual([true, true]);
    }
});
