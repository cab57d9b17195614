/** The tables, alike on SQLite and PostgreSQL: texts and integers only. Instants are ISO 8601 UTC texts. */

export interface RecordTable {
  standard: string;
  rule_set: string;
  key: string;
  owner: string;
  /** JSON text as sent, white space removed. */
  content: string;
  /** The indexed values as JSON, so that a change finds the record_member rows it replaces. */
  members: string;
  region: string | null;
  /** `YYYY-MM-DD HH:mm:ss`; '' when the kind of data has none. */
  timestamp: string;
  /** Series and position of its sender's last change, by U+001F; '' when its channel knows of none. */
  place: string;
  version: number;
  /** 1 once logically deleted. */
  deleted: number;
  created_at: string;
  changed_at: string;
}

/** Values of the members that a rule file indexes; see `memberValue` for long ones. */
export interface RecordMemberTable {
  standard: string;
  rule_set: string;
  member: string;
  value: string;
  key: string;
}

export interface SeenTable {
  caller: string;
  message_id: string;
  digest: string;
  answer: string;
  at: string;
}

/** One audit entry; `hash` chains it to `previous` within its writer. */
export interface AuditTable {
  writer: string;
  sequence: number;
  at: string;
  event: string;
  attempt: string;
  standard: string | null;
  operation: string | null;
  wire: string | null;
  peer: string | null;
  caller: string | null;
  business: string | null;
  action: string | null;
  message_id: string | null;
  code: string | null;
  reason: string | null;
  body_digest: string | null;
  sign_digest: string | null;
  bytes: number | null;
  records: number | null;
  duration: number | null;
  detail: string | null;
  previous: string;
  hash: string;
}

export interface CheckpointTable {
  writer: string;
  sequence: number;
  hash: string;
  at: string;
  signature: string;
}

export interface ApplicationTable {
  id: string;
  /** The settings without secrets, JSON. */
  settings: string;
  /** The secrets, JSON, sealed under the key file. */
  sealed: string;
  created_at: string;
  changed_at: string;
}

/** Consecutive authentication failures of one caller from one peer for one business code. */
export interface FailureTable {
  caller: string;
  peer: string;
  business: string;
  failures: number;
  held_until: string | null;
  changed_at: string;
}

/** Who may sign in to the console. */
export interface OperatorTable {
  username: string;
  /** The person's name. */
  name: string;
  role: string;
  /** Applications in whose name records may be exchanged, JSON; `["*"]` is every one. */
  applications: string;
  /** Salted digest of the password, sealed. */
  digest: string;
  /** Until when a one-time password lets in; null once its owner has chosen one. */
  first_until: string | null;
  enabled: number;
  /** Raised by whatever ends the account's sessions. */
  epoch: number;
  created_at: string;
  changed_at: string;
}

/** Files that were uploaded; their contents lie in a folder, by digest. */
export interface AttachmentTable {
  id: string;
  owner: string;
  name: string;
  media_type: string;
  bytes: number;
  digest: string;
  created_at: string;
}

/** Tokens by the SM3 of their text. */
export interface TokenTable {
  digest: string;
  caller: string;
  /** Fingerprint of the client certificate that it is bound to, or ''. */
  bound: string;
  expires: string;
  /** SM3 of the token, the secret that it was given for, and when its application was last disabled. */
  given_for: string;
}

/** When a sender last uploaded a kind of data, whether anything changed or not; a minute more or less. */
export interface UploadTable {
  caller: string;
  standard: string;
  rule_set: string;
  at: string;
}

/** The set-up and state of a provider's interface, by the key of its service in the registry. */
export interface InterfaceTable {
  id: string;
  /** Settings without secrets, JSON; an imported description is among them. */
  settings: string;
  /** The account with the provider, JSON, sealed under the key file. */
  sealed: string;
  /** draft, tested, enabled, stopped, retired */
  state: string;
  /** What callers are told while it is stopped. */
  notice: string | null;
  created_at: string;
  changed_at: string;
}

/** Who may publish in the registry. */
export interface PublisherTable {
  name: string;
  /** Salted digest of its credential. */
  digest: string;
  enabled: number;
  created_at: string;
  changed_at: string;
}

/** An entry of the registry where processes share it; `document` is '' once it is deleted. */
export interface RegistryEntryTable {
  kind: string;
  key: string;
  /** Ascending over all entries: what changed since is found by it. */
  sequence: number;
  document: string;
}

/** Small facts of the installation, by name. */
export interface FactTable {
  name: string;
  value: string;
}

export interface Tables {
  record: RecordTable;
  record_member: RecordMemberTable;
  seen: SeenTable;
  audit: AuditTable;
  checkpoint: CheckpointTable;
  application: ApplicationTable;
  failure: FailureTable;
  operator: OperatorTable;
  fact: FactTable;
  token: TokenTable;
  attachment: AttachmentTable;
  upload: UploadTable;
  interface: InterfaceTable;
  publisher: PublisherTable;
  registry_entry: RegistryEntryTable;
}
