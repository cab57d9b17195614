import { describe, expect, it } from '@jest/globals';
import { createQuotas } from '../../src/access/quotas.ts';
import { sampleApplication } from './sample-application.ts';

const withRate = (perSecond: number) =>
  sampleApplication({ quota: { records: 10, bytes: 1000, concurrency: 100, perSecond } });

describe('quotas', () => {
  it('refuses exchanges beyond the concurrency until one ends, with a time to try again', () => {
    const quotas = createQuotas();
    const application = sampleApplication();
    const release = quotas.enter(application);
    quotas.enter(application);
    expect(() => quotas.enter(application)).toThrow(
      expect.objectContaining({ code: 'OVERLOADED', retryAfter: 1 }),
    );
    release();
    expect(() => quotas.enter(application)).not.toThrow();
  });

  it('lets no application beyond what the gateway gives any one of them', () => {
    const quotas = createQuotas({ concurrency: 1 });
    const release = quotas.enter(sampleApplication());
    expect(() => quotas.enter(sampleApplication())).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    release();
    expect(() => quotas.enter(sampleApplication())).not.toThrow();
  });

  it('gives a place back once, however often it is released', () => {
    const quotas = createQuotas();
    const application = sampleApplication();
    const release = quotas.enter(application);
    quotas.enter(application);
    release();
    release();
    quotas.enter(application);
    expect(() => quotas.enter(application)).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  });

  it('does not let one application use up the places of another', () => {
    const quotas = createQuotas();
    quotas.enter(sampleApplication());
    quotas.enter(sampleApplication());
    expect(() => quotas.enter(sampleApplication({ id: 'app2' }))).not.toThrow();
  });

  it('holds the agreed rate and says when the next exchange may come', () => {
    let now = 0;
    const quotas = createQuotas({ now: () => now });
    const application = withRate(2);
    quotas.enter(application)();
    quotas.enter(application)();
    expect(() => quotas.enter(application)).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 1 }),
    );
    now = 500;
    expect(() => quotas.enter(application)).not.toThrow();
    expect(() => quotas.enter(application)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  });

  it('takes no place for an exchange that the rate refuses', () => {
    let now = 0;
    const quotas = createQuotas({ now: () => now });
    const application = sampleApplication({
      quota: { records: 1, bytes: 1, concurrency: 1, perSecond: 0.5 },
    });
    quotas.enter(application)();
    expect(() => quotas.enter(application)).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 2 }),
    );
    now = 2000;
    expect(() => quotas.enter(application)).not.toThrow();
  });

  it('knows no rate when it is 0', () => {
    const quotas = createQuotas({ now: () => 0 });
    for (let turn = 0; turn < 1000; turn++) quotas.enter(withRate(0))();
  });

  it('refuses one byte too many, and tells the limit', () => {
    const quotas = createQuotas();
    const application = sampleApplication();
    quotas.checkBytes(application, 1000);
    expect(() => quotas.checkBytes(application, 1001)).toThrow(
      expect.objectContaining({ code: 'QUOTA_EXCEEDED', message: expect.stringContaining('1000') }),
    );
  });
});
