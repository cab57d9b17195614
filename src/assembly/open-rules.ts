import type { Config } from '../config/schema.ts';
import type { Ledger } from '../envelope/commit.ts';
import type { Standard } from '../envelope/standard.ts';
import { type WatchedRules, watchRules } from '../rules/watch-rules.ts';
import type { OperationalLog } from './operational-log.ts';
import { recordEvent } from './record-event.ts';

/** The rule files of the standards and of the operator, watched; every change is logged and audited. */
export function openRules(
  { rules: { folder } }: Config,
  standards: readonly Standard[],
  ledger: Ledger,
  log: OperationalLog,
): WatchedRules {
  const rules: WatchedRules = watchRules(
    { builtin: standards.map((standard) => standard.rules), ...(folder && { override: folder }) },
    {
      onChange: (changes) => {
        const names = changes
          .map(({ before, after }) => (after ?? before)!)
          .map(({ standard, name }) => `${standard}/${name}`);
        log.log('info', 'rule files were read anew', { changed: names });
        recordEvent(ledger, 'RULES_CHANGED', { changed: names }).catch((error: unknown) =>
          log.log('error', 'a change of rules could not be audited', { error: String(error) }),
        );
        warnOfDisabled(rules, log);
      },
      onError: (error) => log.log('error', 'rule files could not be read', { error: String(error) }),
    },
  );
  warnOfDisabled(rules, log);
  return rules;
}

function warnOfDisabled(rules: WatchedRules, log: OperationalLog): void {
  for (const { reason } of rules.status()) if (reason) log.log('warn', 'a rule file is disabled', { reason });
}
