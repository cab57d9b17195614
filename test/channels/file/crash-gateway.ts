import { startGateway } from '../../../src/app.ts';
import { configSchema } from '../../../src/config/schema.ts';

/** A whole gateway that watches a folder; started, and killed, by `crash.test.ts`. */
const [data, folder] = process.argv.slice(2);
const config = configSchema.parse({
  data,
  log: { level: 'error' },
  exchange: { port: 0 },
  admin: { port: 0 },
  channels: {
    file: [
      {
        name: 'in',
        folder,
        application: 'PROVIDER',
        standard: 'dual-prevention',
        operation: 'addObjects',
        members: { distributedStorageIdentifier: 'front' },
        fileName: '{resourceIdentifier}-{}',
        pollSeconds: 0.05,
        quietSeconds: 0,
      },
    ],
  },
});
const { adminUrl } = await startGateway(config, { demo: false });
process.stdout.write(`${adminUrl}\n`);
