import type { BindingTemplate, DiscoveryUrl, OverviewDoc, UrlType } from '../model.ts';
import { UddiError } from '../uddi-error.ts';
import { checkLanguages } from './check-texts.ts';

const SCHEMES: Readonly<Record<UrlType, RegExp>> = {
  http: /^http:\/\/[^/]/i,
  https: /^https:\/\/[^/]/i,
  ftp: /^ftp:\/\/[^/]/i,
  mailto: /^(mailto:)?[^@\s]+@[^@\s]+$/i,
  fax: /^(fax:|tel:)?[+\d][\d\s().-]*$/i,
  phone: /^(tel:|phone:)?[+\d][\d\s().-]*$/i,
  other: /\S/,
};

const PARSED: ReadonlySet<UrlType> = new Set(['http', 'https', 'ftp']);

/** An accessPoint is an address of the type that it says. */
export function checkAccessPoint(
  { URLType, value }: NonNullable<BindingTemplate['accessPoint']>,
  where: string,
): void {
  const scheme = SCHEMES[URLType] as RegExp | undefined;
  if (scheme === undefined) {
    throw new UddiError('E_invalidURLPassed', `${where}: ${String(URLType).slice(0, 20)} is no URLType`);
  }
  if (!scheme.test(value) || (PARSED.has(URLType) && !URL.canParse(value))) {
    throw new UddiError('E_invalidURLPassed', `${where} is not an address of URLType ${URLType}`);
  }
  if (PARSED.has(URLType) && new URL(value).password !== '') {
    throw new UddiError('E_invalidURLPassed', `${where} holds a password, which whoever inquires would read`);
  }
}

export function checkDiscoveryUrls(urls: readonly DiscoveryUrl[] = [], where: string): void {
  for (const { value } of urls) checkUrl(value, `${where}/discoveryURL`);
}

export function checkOverview(overview: OverviewDoc | undefined, where: string): void {
  checkLanguages(overview?.description, `${where}/description`);
  const url = overview?.overviewURL;
  if (url !== undefined && url !== '') checkUrl(url, `${where}/overviewURL`);
}

function checkUrl(value: string, where: string): void {
  if (!URL.canParse(value)) throw new UddiError('E_invalidURLPassed', `${where} is not an absolute URL`);
}
