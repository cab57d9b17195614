/**
 * One signed exchange over REST, SOAP 1.1 and SOAP 1.2, step by step. Stops with a non-zero status at the
 * first answer that is not the one the standard calls for.
 */
import assert from 'node:assert/strict';
import { ACTIONS, compose, read } from './message.ts';
import { makeRecords, readSample, type Sample } from './sample.ts';
import { readSettings, type Settings } from './settings.ts';
import { rest, soap, type Wire } from './wires.ts';

async function walk(settings: Settings, wire: Wire, sample: Sample): Promise<void> {
  const { busicode, key } = sample;
  const [record = {}, ...many] = makeRecords(sample, 2001);
  const ask = async (action: string, items: readonly unknown[]) => {
    const request = compose(settings, action, busicode, items);
    return read(settings, request, await wire.send(request));
  };
  const told = (step: string) => console.log(`ok  ${wire.name.padEnd(8)}  ${step}`);

  const added = compose(settings, ACTIONS.add, busicode, [record]);
  const firstAnswer = await wire.send(added);
  assert.equal(read(settings, added, firstAnswer).counts?.created, 1);
  told('added a record with Chinese text');

  const found = await ask(ACTIONS.query, [{ [key]: record[key] }]);
  assert.equal(found.result, '0001');
  assert.deepEqual(found.busilist, [record]);
  told('found it by its key, unchanged, and the answer is signed');

  const refused = await ask(ACTIONS.add, [{ ...record, ...sample.broken }]);
  assert.deepEqual([refused.result, refused.code], ['0000', 'RULES_FAILED']);
  told(`a record against the rules was refused: ${refused.message}`);

  const forged = { ...compose(settings, ACTIONS.add, busicode, [record]), sign: added.sign };
  const denied = await wire.send(forged);
  const { code } = read(settings, forged, denied);
  assert.equal(code, 'SIGN_MISMATCH');
  assert.equal(denied.fault, wire.name === 'REST' ? undefined : code);
  told(`a wrong sign was refused${denied.fault ? ' by a Fault' : ''}: ${code}`);

  assert.deepEqual(await wire.send(added), firstAnswer);
  told('the same message again got the same answer');

  assert.equal((await ask(ACTIONS.add, many)).counts?.created, 2000);
  const last = many.at(-1) ?? {};
  assert.deepEqual((await ask(ACTIONS.query, [{ [key]: last[key] }])).busilist, [last]);
  told('added 2,000 records in one exchange');
}

const settings = readSettings();
const sample = readSample(settings.standard);
for (const wire of [rest(settings), await soap(settings, '1.1'), await soap(settings, '1.2')]) {
  await walk(settings, wire, sample);
}
