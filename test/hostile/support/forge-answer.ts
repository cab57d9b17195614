import { datalistText, type Partner, signFields } from '../../support/partner.ts';
import { elementText } from '../../support/soap.ts';
import { escapeXml } from './expand-template.ts';

type Name = 'appid' | 'busicode' | 'random' | 'sign';

/** What a member of an S1 answer says, in JSON or in XML. */
export function memberOf(body: string, name: Name): string {
  const text = isJson(body) ? new RegExp(`"${name}":"([^"]*)"`).exec(body)?.[1] : elementText(body, name);
  if (text === undefined) throw new Error(`the answer has no ${name}`);
  return text;
}

/** The answer with another text in a member; without one the member is left out. */
export function setMember(body: string, name: Name, text: string | undefined): string {
  const element = new RegExp(`<(\\w+:|)${name}>[^<]*</\\1${name}>`);
  if (text === undefined) return body.replace(isJson(body) ? new RegExp(`,"${name}":"[^"]*"`) : element, '');
  return isJson(body)
    ? body.replace(new RegExp(`"${name}":"[^"]*"`), `"${name}":"${text}"`)
    : body.replace(element, `<$1${name}>${escapeXml(text)}</$1${name}>`);
}

/** One more member in the datalist, which its sign does not know of. */
export function addToDatalist(body: string): string {
  return body.replace(
    /("|&quot;)result\1:\1(?:000\d)\1/,
    (whole, quote: string) => `${whole},${quote}added${quote}:1`,
  );
}

/** The answer with another datalist, under a right sign of the provider. */
export function setDatalist(body: string, datalist: string, signer: Partner): string {
  const changed = isJson(body)
    ? body.replace(datalistText(body), () => datalist)
    : body.replace(
        /(<(\w+:|)datalist>)[^<]*(<\/\2datalist>)/,
        (_, open: string, __, close: string) => `${open}${escapeXml(datalist)}${close}`,
      );
  return signAnswer(changed, signer);
}

/** The answer with a right sign of whoever signs it. */
export function signAnswer(body: string, signer: Partner): string {
  const datalist = isJson(body) ? datalistText(body) : elementText(body, 'datalist')!;
  const sign = signFields(
    [
      ['appid', memberOf(body, 'appid')],
      ['busicode', memberOf(body, 'busicode')],
      ['datalist', datalist],
      ['random', memberOf(body, 'random')],
    ],
    signer,
  );
  return setMember(body, 'sign', sign);
}

function isJson(body: string): boolean {
  return body.startsWith('{');
}
