const NOTHING: Buffer = Buffer.alloc(0);
const LEAST = 4096;

/**
 * Bytes in the order in which they came. What must be put together grows with what has come, never with what was
 * announced, and a frame that came in one piece is not copied.
 */
export class ByteQueue {
  #gathered = NOTHING;
  #used = 0;
  #chunk = NOTHING;

  get length(): number {
    return this.#used + this.#chunk.length;
  }

  /** Bytes of memory, taken room included. */
  get held(): number {
    return this.#gathered.length + this.#chunk.length;
  }

  push(chunk: Buffer): void {
    this.#gather(this.#chunk);
    this.#chunk = chunk;
  }

  /** The first bytes, once so many have come; they leave the queue. */
  take(count: number): Buffer | undefined {
    if (this.length < count) return undefined;
    const fresh = count - this.#used;
    const piece = this.#chunk.subarray(0, fresh);
    this.#chunk = this.#chunk.subarray(fresh);
    if (this.#used === 0) return piece;
    this.#gather(piece);
    const taken = this.#gathered.subarray(0, count);
    this.#gathered = NOTHING;
    this.#used = 0;
    return taken;
  }

  /** How many bytes stand before the first such byte in what came last; what came earlier has been searched. */
  find(byte: number): number | undefined {
    const at = this.#chunk.indexOf(byte);
    return at === -1 ? undefined : this.#used + at;
  }

  #gather(piece: Buffer): void {
    const length = this.#used + piece.length;
    if (length > this.#gathered.length) {
      const larger = Buffer.allocUnsafe(Math.max(LEAST, 2 * length));
      this.#gathered.copy(larger, 0, 0, this.#used);
      this.#gathered = larger;
    }
    piece.copy(this.#gathered, this.#used);
    this.#used = length;
  }
}
