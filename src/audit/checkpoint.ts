/** A signed statement that a writer's chain had this hash at this sequence. */
export interface Checkpoint {
  readonly writer: string;
  readonly sequence: number;
  readonly hash: string;
  /** ISO instant. */
  readonly at: string;
  readonly signature: string;
}

/** Signs a text (HMAC-SM3 or SM2). */
export type SignText = (text: string) => string;

/** Whether a signature is ours. */
export type VerifyText = (text: string, signature: string) => boolean;

/** The text that a checkpoint's signature covers. */
export function checkpointText({ writer, sequence, hash, at }: Omit<Checkpoint, 'signature'>): string {
  return ['tonggui-checkpoint', writer, sequence, hash, at].join('\n');
}
