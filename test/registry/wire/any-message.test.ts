import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MESSAGES } from '../../../src/registry/wire/message-forms.ts';
import { valueIn } from './any-structure.ts';
import { serveRegistry } from './served-registry.ts';

describe('the registry', () => {
  it('answers every message whose form is right, whatever it says, and never by a failure of its own', async () => {
    const { json, token, failures } = await serveRegistry();
    const headers = { authorization: `Bearer ${await token()}` };
    const names = Object.keys(MESSAGES).filter((name) => !name.endsWith('_authToken'));
    for (const name of names as (keyof typeof MESSAGES)[]) {
      await fc.assert(
        fc.asyncProperty(valueIn(MESSAGES[name].request), async (value) => {
          const { authInfo: _, ...members } = value as { authInfo?: string };
          const { status, body } = await json(name, members, headers);
          expect(status).toBeLessThan(500);
          if (status !== 200) expect(body.result[0].errInfo.errCode).toMatch(/^E_/);
        }),
        { numRuns: 20 },
      );
    }
    expect(failures).toEqual([]);
  });
});
