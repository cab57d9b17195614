import type { Grant } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

/**
 * Business codes may end in `*`; S1 codes have six digits, S2 codes three, S5 names its kinds of data, an imported
 * service is `{service}.{interFlag}`.
 */
const BUSINESS_PATTERN =
  /^(?:\*|\d{1,5}\*|\d{3}|\d{6}|[A-Za-z][A-Za-z0-9]{0,31}\*?|[A-Za-z0-9_~-]{1,64}\.[A-Za-z0-9_.~-]{0,64}\*?)$/;
/** Actions of the standards: 01 add, 02 modify, 03 delete, 04 query, 05 upload a file. */
const ACTION = /^(?:\*|0[1-5])$/;
/** An imported service's are the names of its operations. */
const OPERATION = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
/** Six digits of GB/T 2260; 000000 would mean everywhere and is written `*`. */
const REGION_PATTERN = /^(?:\*|(?!00)\d{6})$/;

/** How a grant is written. */
export const GRANT_SYNTAX =
  'CODE:ACTIONS:REGIONS[:reveal], such as 1402*:01,04:320500, city.orders:getOrder:* or *:*:*';

/** Reads `CODE:ACTIONS:REGIONS[:reveal]`, lists joined by commas; throws BAD_PARAMETER with the syntax. */
export function parseGrant(text: string): Grant {
  const [business = '', actions = '', regions = '', reveal, ...rest] = text.split(':');
  const grant = {
    business,
    actions: actions.split(','),
    regions: regions.split(','),
    reveal: reveal === 'reveal',
  };
  const readable =
    rest.length === 0 &&
    (reveal === undefined || grant.reveal) &&
    BUSINESS_PATTERN.test(business) &&
    grant.actions.every((action) => isAction(business, action)) &&
    grant.regions.every((region) => REGION_PATTERN.test(region));
  if (!readable) throw new ExchangeError('BAD_PARAMETER', { message: `a grant is written ${GRANT_SYNTAX}` });
  return grant;
}

/** Whether an action may stand beside a business code: a word beside a standard's code would only be a slip. */
function isAction(business: string, action: string): boolean {
  const named = business === '*' || business.includes('.');
  return ACTION.test(action) || (named && OPERATION.test(action));
}

/** Writes a grant as `parseGrant` reads it. */
export function printGrant(grant: Grant): string {
  const parts = [grant.business, grant.actions.join(','), grant.regions.join(',')];
  return [...parts, ...(grant.reveal ? ['reveal'] : [])].join(':');
}
