import type { Application } from '../../src/envelope/application.ts';

/** An application as the exchange sees it, with whatever a test needs to be different. */
export function sampleApplication(different: Partial<Application> = {}): Application {
  return {
    id: 'app1',
    name: '江苏省平台',
    standard: 's1',
    enabled: true,
    sign: {
      profile: 'SM4',
      order: 'table',
      lenientCase: false,
      keys: [{ value: '5EC0DE0123456789ABCDEF0123456789' }],
    },
    networks: [],
    grants: [],
    quota: { records: 10, bytes: 1000, concurrency: 2, perSecond: 0 },
    httpStatus: 'standard',
    ...different,
  };
}
