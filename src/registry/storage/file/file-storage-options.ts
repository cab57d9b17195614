export interface FileStorageOptions {
  /** Holds registry.json, registry.journal and what was before them. */
  readonly folder: string;
  /** 32 bytes; seals what is written, so that no change from outside goes unseen. */
  readonly key: Buffer;
  /** There was a registry before: where none is found, opening is refused. */
  readonly expected?: boolean;
  /** Bytes of journal after which the document is written anew. */
  readonly compactAfter?: number;
  /** What an operator should know: a torn last line was cut, a document could not be written. */
  readonly onNotice?: (text: string) => void;
  /** An fsync failed: what is on disk is unknown, and the process must end. */
  readonly onFatal?: (error: unknown) => void;
}
