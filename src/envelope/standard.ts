import type { Application, CredentialProfile, SignOrder } from './application.ts';
import type { Envelope, Instruction } from './envelope.ts';
import type { ErrorCode } from './error-code.ts';
import type { Operation } from './operation.ts';
import type { AnswerContext, Outcome } from './outcome.ts';
import type { Level, ProviderDialect } from './provider.ts';
import type { RawMessage, RawReply } from './raw-message.ts';
import type { TableForm } from './table-form.ts';

/** A part of the interface document that a standard writes itself: paragraphs and tables, in Chinese. */
export interface Chapter {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** What an address offers, as far as a channel must know it. */
export interface Service {
  /** The standard's name; goes into RawMessage. */
  readonly standard: string;
  readonly title: string;
  readonly version: string;
  /** Target namespace of the WSDL, `urn:tonggui:{standard}:{version}`. */
  readonly namespace: string;
  /** What service and ports of its WSDL are named after, where that is not the standard's name. */
  readonly wsdlName?: string;
  readonly operations: readonly Operation[];
  /** How rows of a front-end database are its messages; absent where they cannot be. */
  readonly inTables?: TableForm;
  readonly chapters: readonly Chapter[];
  /** How callers prove themselves in the HTTP header `Authorization`, where they do. */
  readonly authorization?: readonly ('basic' | 'bearer')[];
  /** What callers read in place of a code's usual text, where that does not speak the standard's own words. */
  readonly messages?: Readonly<Partial<Record<ErrorCode, string>>>;
}

/** What an edition of a standard lets its applications choose. */
export interface EditionRules {
  /** The profiles that the edition allows, the one that its text names first. */
  readonly profiles: readonly CredentialProfile[];
  readonly order: SignOrder;
  /** The text asks senders to upload again and again, whether anything changed or not. */
  readonly updates?: UpdateDuty;
}

/** How often senders have to upload. */
export interface UpdateDuty {
  /** Each kind of data by itself (S5 5.2), or anything at all (S1 6.4, S2 6.6). */
  readonly each: 'kind' | 'upload';
  /** Hours by the sender's level, nothing being asked of others; absent where the configured hours hold for everybody. */
  readonly hours?: Readonly<Partial<Record<Level, number>>>;
}

/** A business code, for people who choose one. */
export interface BusinessCode {
  readonly code: string;
  readonly title: string;
}

/** A wire dialect: turns what a channel received into an envelope and an outcome into what goes back. */
export interface Standard extends Service {
  /** The editions that applications may speak, e.g. `s1` and `s2`, and what each lets them choose. */
  readonly editions: Readonly<Record<string, EditionRules>>;
  /** Folder of its rule files, `<edition>/<name>.json` below it. */
  readonly rules: string;
  /** The kind of data that a business code of an edition means; the code itself where this is absent. */
  ruleSetOf?(edition: string, business: string): string | undefined;
  /** The business codes that mean a kind of data, each with its Chinese title; its name where this is absent. */
  codesOf?(edition: string, ruleSet: string): readonly BusinessCode[];
  /** Why no message of an edition can name this kind of data, in English; undefined when one can. */
  unreachable?(edition: string, ruleSet: string): string | undefined;
  /** Reads the members; throws BAD_PARAMETER. Trusts nothing. */
  decode(raw: RawMessage): Envelope;
  /** Who a message says it comes from, if that can be read at all: its refusal is then signed for it. */
  callerOf?(raw: RawMessage): string | undefined;
  /** Opens a proved message for its caller's edition: decrypts, reads records or criteria. */
  interpret(envelope: Envelope, application: Application): Instruction;
  /** Writes the answer, signed when the application is known. */
  encode(outcome: Outcome, context: AnswerContext): RawReply;
  /** How a provider is asked that speaks this standard; absent where the gateway only answers. */
  readonly provider?: ProviderDialect;
}
