import { fire, type Shot } from './load.ts';
import type { Mediation, Way } from './mediation.ts';
import { isAccepted, keyOf, Messages } from './messages.ts';
import { CODES, type Platform } from './platform.ts';

interface Plan {
  readonly title: string;
  /** How the provider is asked: directly, and by the gateway before it. That one is asked by REST. */
  readonly wire: keyof typeof CODES;
  readonly asks: 'query' | 'add' | 'page';
}

const PLANS: readonly Plan[] = [
  { title: 'mediation: query by REST of a REST provider', wire: 'rest', asks: 'query' },
  { title: 'mediation: add by REST to a REST provider', wire: 'rest', asks: 'add' },
  { title: 'mediation: query by REST of a SOAP 1.2 provider', wire: 'soap12', asks: 'query' },
  { title: 'mediation: add by REST to a SOAP 1.2 provider', wire: 'soap12', asks: 'add' },
  { title: 'mediation: 2,000 records by REST of a REST provider', wire: 'rest', asks: 'page' },
  { title: 'mediation: 2,000 records by REST of a SOAP 1.2 provider', wire: 'soap12', asks: 'page' },
];

const PAGE = 2000;

/** The mediations whose title is wanted; they begin once the platform stands. */
export function plannedMediations(wanted: (title: string) => boolean): readonly Plan[] {
  return PLANS.filter(({ title }) => wanted(title));
}

/** Gives the provider the records that are asked for and warms all up by `calls`; makes each plan a pair of ways to it. */
export async function prepareMediations(
  { provider, gateway }: Platform,
  calls: number,
): Promise<(plan: Plan) => Mediation> {
  const records = new Messages(provider.partner, provider.exchange.pathname);
  const page = Array.from({ length: PAGE }, () => records.record());
  const given = await fire(provider.exchange.origin, [records.rest('01', page)], 1, isAccepted);
  if (given.errors > 0) throw new Error('the provider did not take the records');
  const [known] = page;
  const asked: Record<Plan['asks'], () => readonly [action: string, list: readonly object[]]> = {
    query: () => ['04', [keyOf(known!)]],
    add: () => ['01', [records.record()]],
    page: () => ['04', []],
  };
  const isGood: Record<Plan['asks'], Way['isGood']> = {
    query: (body) => isAccepted(body) && body.includes(known!['equipmentCode']!),
    add: isAccepted,
    page: (body) => isAccepted(body) && body.split('equipmentCode').length > PAGE,
  };
  const mediationOf = ({ title, wire, asks }: Plan): Mediation => {
    const way = ({ partner, exchange }: typeof provider, form: 'rest' | 'soap'): Way => {
      const messages = new Messages(partner, exchange.pathname, CODES[wire]);
      const make = (): Shot => {
        const [action, list] = asked[asks]();
        return messages[form](action, list);
      };
      return { origin: exchange.origin, make, isGood: isGood[asks] };
    };
    const direct = way(provider, wire === 'rest' ? 'rest' : 'soap');
    return { title, direct, mediated: way(gateway, 'rest'), long: asks === 'page' };
  };
  const { mediated } = mediationOf(PLANS[0]!);
  await fire(mediated.origin, Array.from({ length: calls }, mediated.make), 1, mediated.isGood);
  return mediationOf;
}
