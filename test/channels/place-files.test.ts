import { describe, expect, it } from '@jest/globals';
import { placeFiles } from '../../src/channels/place-files.ts';

describe('files that channels name', () => {
  it('are taken from the folder when they are relative (TCP)', () => {
    const tls = { certificate: 'tls/a.crt', key: '../a.key', clientCa: '/etc/ca.crt' };
    expect(placeFiles({ tcp: { host: 'relative', port: 0, tls } }, '/etc/tonggui')).toEqual({
      tcp: {
        host: 'relative',
        port: 0,
        tls: { certificate: '/etc/tonggui/tls/a.crt', key: '/etc/a.key', clientCa: '/etc/ca.crt' },
      },
    });
  });

  it('are taken from the folder when they are relative (tables), and addresses stay', () => {
    const front = { name: 'front', application: 'A', tables: { file: 'riskPoint' }, full: ['file'] };
    const sqlite = { ...front, database: { kind: 'sqlite', file: 'front.db' } };
    const postgres = { ...front, database: { kind: 'postgres', url: 'postgres://db/front' } };
    expect(placeFiles({ table: [sqlite, postgres] }, '/etc/tonggui')).toEqual({
      table: [{ ...sqlite, database: { kind: 'sqlite', file: '/etc/tonggui/front.db' } }, postgres],
    });
  });

  it('stay as they are written where the settings are wrong, for the check to name', () => {
    const wrong = { tcp: { tls: { certificate: 7, key: null } }, table: 'x', other: { file: 'a' } };
    expect(placeFiles(wrong, '/etc/tonggui')).toEqual(wrong);
  });
});
