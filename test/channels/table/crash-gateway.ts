import { startGateway } from '../../../src/app.ts';
import { configSchema } from '../../../src/config/schema.ts';

/** A whole gateway that watches a front-end database; started, and killed, by `crash.test.ts`. */
const [data, database] = process.argv.slice(2);
const config = configSchema.parse({
  data,
  log: { level: 'error' },
  exchange: { port: 0 },
  admin: { port: 0 },
  channels: {
    table: [
      {
        name: 'front',
        application: 'PROVIDER',
        database: JSON.parse(database!),
        pollSeconds: 0.05,
        quietSeconds: 0,
        batchRows: 60,
        concurrency: 20,
      },
    ],
  },
});
const { adminUrl } = await startGateway(config, { demo: false });
process.stdout.write(`${adminUrl}\n`);
