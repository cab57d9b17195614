/** The part of opossum that is used here; the package ships no types. */
declare module 'opossum' {
  import type { EventEmitter } from 'node:events';

  interface Options<A extends readonly unknown[]> {
    /** Milliseconds, or false. */
    readonly timeout: number | false;
    /** Milliseconds from opening to half-open. */
    readonly resetTimeout: number;
    /** Opens above this, not at it. */
    readonly errorThresholdPercentage: number;
    readonly volumeThreshold: number;
    /** Milliseconds. */
    readonly rollingCountTimeout: number;
    readonly rollingCountBuckets: number;
    readonly rollingPercentilesEnabled: boolean;
    readonly enableSnapshots: boolean;
    readonly rotateBucketController: EventEmitter;
    readonly errorFilter?: (error: unknown, ...args: A) => boolean;
  }

  export default class CircuitBreaker<A extends readonly unknown[], R> {
    constructor(action: (...args: A) => Promise<R>, options: Options<A>);
    readonly opened: boolean;
    readonly halfOpen: boolean;
    readonly closed: boolean;
    readonly stats: { readonly fires: number; readonly failures: number };
    fire(...args: A): Promise<R>;
    on(event: 'open' | 'halfOpen' | 'close', listener: () => void): this;
    shutdown(): void;
  }
}
