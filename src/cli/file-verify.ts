import { explainSign } from '../crypto/explain-sign.ts';
import { signedFields } from '../crypto/sign-request.ts';
import type { Member } from '../envelope/raw-message.ts';
import type { RecordFile } from '../record-files/record-file.ts';
import { recordsText } from '../record-files/records-text.ts';
import { REQUEST_SIGNED } from '../standards/special-equipment/members.ts';
import { type IdentityOptions, identitySettings } from './file-identity.ts';
import type { Terminal } from './terminal.ts';

/** Whether the identity message in a file's head is its sender's; `advice` says what to do. */
export interface IdentityVerdict {
  readonly right: boolean;
  readonly advice: string;
}

/** Checks the sign of S1 and S2 over the head and the rows, by the sign clinic: what the partner did wrong is told. */
export async function checkIdentity(
  terminal: Terminal,
  { head, records }: RecordFile,
  options: IdentityOptions & { readonly publicKey?: string },
): Promise<IdentityVerdict> {
  const settings = await identitySettings(terminal, options, options.publicKey);
  const texts = new Map([['busilist', recordsText(records)], ...head]);
  const wrong = headFault(texts, options.appid);
  if (wrong !== undefined) return { right: false, advice: wrong };
  const members = new Map<string, Member>([...texts].map(([name, text]) => [name, { kind: 'text', text }]));
  const { verdict, advice } = explainSign(
    signedFields(members, REQUEST_SIGNED),
    texts.get('sign')!,
    settings,
  );
  return { right: verdict === 'match', advice };
}

function headFault(texts: ReadonlyMap<string, string>, appid: string | undefined): string | undefined {
  const missing = [...REQUEST_SIGNED, 'sign'].filter((name) => !texts.has(name));
  if (missing.length > 0) return `The head lacks ${missing.join(', ')}, so there is no sign to check.`;
  if (texts.get('appid') !== appid) return 'The head names another application than --appid.';
  return undefined;
}
