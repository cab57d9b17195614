import type { SignOrder } from '../../envelope/application.ts';
import type { AlgorithmName } from './algorithms.ts';

/** Every choice that goes into a sign, as the clinic varies them; `sent` leaves a thing as it was received. */
export interface Recipe {
  readonly algorithm: AlgorithmName;
  /** Which of the application's keys, from 0; -1 is none, when all have expired. */
  readonly key: number;
  readonly keyCase: 'sent' | 'lower' | 'upper';
  readonly keyPart:
    | 'named'
    | 'none'
    | 'empty'
    | 'bare'
    | 'ampersand'
    | 'capitals'
    | 'first'
    | 'around'
    | 'sorted';
  readonly order: SignOrder;
  readonly join: 'pairs' | 'unseparated' | 'values';
  /** The name of a member that is left out. */
  readonly omitted: string | undefined;
  readonly empties: 'kept' | 'omitted';
  readonly signMember: 'omitted' | 'empty';
  readonly urlEncoding: 'none' | 'uri' | 'form';
  readonly charset: 'utf-8' | 'gbk';
  readonly members: 'sent' | 'sorted';
  readonly nulls: 'kept' | 'omitted';
  readonly numbers: 'sent' | 'double' | 'text';
  readonly escapes: 'sent' | 'plain' | 'slash' | 'lower' | 'upper' | 'php' | 'gson';
  readonly layout: 'sent' | 'compact' | 'spaced' | 'indent2' | 'indent4' | 'map' | 'source';
  readonly wrapping: 'none' | 'quoted';
}

/** The recipe that an application's settings agree on. */
export function agreedRecipe(algorithm: AlgorithmName, order: SignOrder): Recipe {
  return {
    algorithm,
    key: 0,
    keyCase: 'sent',
    keyPart: algorithm.startsWith('SM2') ? 'none' : 'named',
    order,
    join: 'pairs',
    omitted: undefined,
    empties: 'kept',
    signMember: 'omitted',
    urlEncoding: 'none',
    charset: 'utf-8',
    members: 'sent',
    nulls: 'kept',
    numbers: 'sent',
    escapes: 'sent',
    layout: 'sent',
    wrapping: 'none',
  };
}
