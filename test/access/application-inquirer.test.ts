import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createAdmission } from '../../src/access/admission.ts';
import { createApplicationInquirer } from '../../src/access/application-inquirer.ts';
import { openApplications } from '../../src/access/applications.ts';
import { createPasswordCheck } from '../../src/access/password-check.ts';
import { createSlowWork } from '../../src/access/slow-work.ts';
import { createTokens } from '../../src/access/tokens.ts';
import { configSchema } from '../../src/config/schema.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { createStandards } from '../../src/standards/standards.ts';
import { describeStores } from '../postgres.ts';

const PEER = { address: '10.0.0.1' };

describe('an application that inquires', () =>
  describeStores((_, openStore) => {
    async function opened() {
      const { database } = await openStore();
      const { limits } = configSchema.parse({});
      const editions = Object.assign({}, ...createStandards(limits).map(({ editions: own }) => own));
      const sealer = createSealer(randomBytes(32));
      const applications = await openApplications({ database, sealer, editions });
      const input = {
        id: 'S5APP',
        name: 's5',
        standard: 's5',
        sign: { profile: 'TOKEN' },
        grants: ['*:*:*'],
      };
      const { application } = await applications.add({ ...input, networks: ['10.0.0.0/8'] });
      const tokens = createTokens({ database, seconds: 60 });
      const admission = createAdmission(createPasswordCheck(createSlowWork()));
      const inquirer = createApplicationInquirer({ applications, tokens, admission });
      const { value } = await tokens.issue(application, application.sign.keys[0]!.value, PEER);
      const ask = (authorization: string | undefined, address = PEER.address) =>
        inquirer({
          headers: authorization === undefined ? {} : { authorization },
          peer: { address },
          receivedAt: new Date(),
        });
      return { applications, ask, value };
    }
    const refused = (code: string) => expect.objectContaining({ code });

    it('is known by its token, as long as nothing stands against it', async () => {
      const { applications, ask, value } = await opened();
      expect(await ask(`Bearer ${value}`)).toBe('S5APP');
      await expect(ask(`Bearer ${value}`, '192.0.2.1')).rejects.toEqual(refused('ADDRESS_DENIED'));
      await applications.setEnabled('S5APP', false);
      await expect(ask(`Bearer ${value}`)).rejects.toEqual(refused('TOKEN_INVALID'));
    });

    it('is nobody without one, with a made-up one, or with what belongs to publishers', async () => {
      const { ask } = await opened();
      await expect(ask(`Bearer ${'A'.repeat(43)}`)).rejects.toEqual(refused('TOKEN_INVALID'));
      for (const authorization of [undefined, `Bearer authToken.${'A'.repeat(43)}`, 'Basic QTpC'])
        expect(await ask(authorization)).toBeUndefined();
    });
  }));
