import type { Grant } from '../envelope/application.ts';
import { ExchangeError } from '../envelope/exchange-error.ts';

/** Business codes may end in `*`; S1 codes have six digits, S2 codes three, S5 names its kinds of data. */
export const BUSINESS_PATTERN = /^(?:\*|\d{1,5}\*|\d{3}|\d{6}|[A-Za-z][A-Za-z0-9]{0,31}\*?)$/;
/** Actions of the standards: 01 add, 02 modify, 03 delete, 04 query, 05 upload a file. */
export const ACTION_PATTERN = /^(?:\*|0[1-5])$/;
/** Six digits of GB/T 2260; 000000 would mean everywhere and is written `*`. */
export const REGION_PATTERN = /^(?:\*|(?!00)\d{6})$/;

const SYNTAX = 'CODE:ACTIONS:REGIONS[:reveal], such as 1402*:01,04:320500 or *:*:*';

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
    grant.actions.every((action) => ACTION_PATTERN.test(action)) &&
    grant.regions.every((region) => REGION_PATTERN.test(region));
  if (!readable) throw new ExchangeError('BAD_PARAMETER', { message: `a grant is written ${SYNTAX}` });
  return grant;
}

/** Writes a grant as `parseGrant` reads it. */
export function printGrant(grant: Grant): string {
  const parts = [grant.business, grant.actions.join(','), grant.regions.join(',')];
  return [...parts, ...(grant.reveal ? ['reveal'] : [])].join(':');
}
