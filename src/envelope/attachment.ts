/** A file as it was uploaded; its name and media type are the sender's claims. */
export interface UploadedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What is known of a stored file. */
export interface Attachment {
  /** Made by the gateway; part of the file's address. */
  readonly id: string;
  readonly owner: string;
  /** As the sender named it; only ever shown, never a path. */
  readonly name: string;
  /** By the content, not by the sender's claim. */
  readonly mediaType: string;
  readonly bytes: number;
  /** SM3 of the content, lower-case hex; the same content is stored once. */
  readonly digest: string;
}

/**
 * Keeps files; throws TOO_LARGE, BAD_PAYLOAD for a type that is not allowed or a file that the scanner refuses, and
 * STORAGE_UNAVAILABLE where it cannot be kept or looked at now.
 */
export interface Attachments {
  /** On disk, whole, when this resolves. */
  keep(file: UploadedFile, owner: string): Promise<Attachment>;
  /** Those of the ids that an owner's files have. */
  known(ids: readonly string[], owner: string): Promise<ReadonlySet<string>>;
  read(id: string): Promise<{ readonly facts: Attachment; readonly content: Buffer } | undefined>;
}
