import { randomBytes } from 'node:crypto';
import type { Applications } from '../access/applications.ts';
import type { DemoApplication } from '../gateway.ts';

/**
 * A demo application with fresh random credentials at every start, for the literal profile of the texts (SM4),
 * which every partner knows how to make. Those of earlier starts are disabled: their keys were printed somewhere.
 */
export async function createDemoApplication(applications: Applications): Promise<DemoApplication> {
  for (const { id, enabled } of applications.list()) {
    if (enabled && /^DEMO-[0-9A-F]{8}$/.test(id)) await applications.setEnabled(id, false);
  }
  const appid = `DEMO-${randomBytes(4).toString('hex').toUpperCase()}`;
  const secret = randomBytes(16).toString('hex');
  await applications.add({
    id: appid,
    name: '演示应用',
    standard: 's1',
    sign: { profile: 'SM4', key: secret },
    grants: ['*:*:*'],
  });
  return { appid, secret, standard: 's1', profile: 'SM4' };
}
