import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createWeightGate } from '../../src/record-files/weight-gate.ts';

/** Work that tells when it began and ends when it is told. */
function worksOf(gate: ReturnType<typeof createWeightGate>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const send = (name: string, weight: number) =>
    gate.pass(weight, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      if (name === 'fails') throw new Error('failed');
    });
  const end = async (name: string) => {
    ends.get(name)!();
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  return { begun, send, end };
}

it('lets pass what fits together, in the order of arrival', async () => {
  const { begun, send, end } = worksOf(createWeightGate(10));
  const all = [send('a', 6), send('b', 5), send('c', 1)];
  await turn();
  expect(begun).toEqual(['a']);
  await end('a');
  expect(begun).toEqual(['a', 'b', 'c']);
  await Promise.all([end('b'), end('c'), ...all]);
});

it('lets what is too heavy pass alone, and room come back from what fails', async () => {
  const { begun, send, end } = worksOf(createWeightGate(10));
  const failing = expect(send('fails', 99)).rejects.toThrow('failed');
  const heavy = send('heavy', 99);
  const light = send('light', 1);
  await turn();
  expect(begun).toEqual(['fails']);
  await end('fails');
  await failing;
  expect(begun).toEqual(['fails', 'heavy']);
  await end('heavy');
  expect(begun).toEqual(['fails', 'heavy', 'light']);
  await end('light');
  await Promise.all([heavy, light]);
});
