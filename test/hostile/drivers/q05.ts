import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from '@jest/globals';
import { ask } from '../../support/gateway.ts';
import type { Driver } from '../support/driver.ts';

export default [
  {
    title: 'the health check answers while the exchange takes no more, and exchanges go on once they leave',
    async run({ startOther }) {
      const { url, gateway, addPartner } = await startOther({ limits: { connections: 20 } });
      const partner = await addPartner();
      const port = Number(new URL(url).port);
      const idle = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
      await Promise.all(idle.map((socket) => once(socket, 'connect')));
      await expect(ask(url, partner, '120101', '04', [])).rejects.toThrow();
      const health = await fetch(`${gateway.gateway.adminUrl}/health/ready`);
      expect(health.status).toBe(200);
      for (const socket of idle) socket.destroy();
      await Promise.all(idle.map((socket) => once(socket, 'close')));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await ask(url, partner, '120101', '04', [])).datalist['result']).toBe('0001');
      return undefined;
    },
  },
] satisfies readonly Driver[];
