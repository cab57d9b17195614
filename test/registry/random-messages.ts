import fc from 'fast-check';
import type { Registry } from '../../src/registry/messages.ts';
import { UddiError } from '../../src/registry/uddi-error.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';
import { bindingOf, names } from './fixture.ts';

/** One message: which kind, by whom, and about which of what there is. */
export interface Step {
  readonly kind: keyof typeof STEPS;
  readonly publisher: 'ann' | 'bob';
  readonly one: number;
  readonly other: number;
  readonly name: string;
}

interface There {
  readonly businesses: readonly string[];
  readonly services: readonly string[];
  readonly bindings: readonly string[];
}

/** The keys that there are, in an order that does not depend on how they are kept. */
function whatIsThere(registry: Registry): There {
  const { businessInfos } = registry.inquire('find_business', { name: names('%') });
  const businesses = businessInfos.map(({ businessKey }) => businessKey);
  const services = businesses.flatMap((key) => registry.business(key)?.businessServices ?? []);
  return {
    businesses,
    services: services.map(({ serviceKey }) => serviceKey),
    bindings: services.flatMap(({ bindingTemplates = [] }) =>
      bindingTemplates.map(({ bindingKey }) => bindingKey),
    ),
  };
}

const pick = (keys: readonly string[], index: number): string =>
  keys[index % Math.max(1, keys.length)] ?? 'none';

type Send = (registry: Registry, step: Step, there: There) => Promise<unknown>;

const relationship = { tModelKey: WELL_KNOWN.relationships, keyName: 'peer', keyValue: 'peer-peer' };
const assertionOf = ({ one, other }: Step, { businesses }: There) => ({
  fromKey: pick(businesses, one),
  toKey: pick(businesses, other),
  keyedReference: relationship,
});

const STEPS = {
  newBusiness: (registry, { publisher, name }) =>
    registry.publish(
      'save_business',
      { businessEntity: [{ name: names(name), businessServices: [{ name: names(`${name} s`) }] }] },
      publisher,
    ),
  renameBusiness: (registry, { publisher, name, one, other }, { businesses }) => {
    const before = registry.business(pick(businesses, one));
    const businessServices = (before?.businessServices ?? []).slice(other % 2);
    const entity = { ...before, businessKey: pick(businesses, one), name: names(name), businessServices };
    return registry.publish('save_business', { businessEntity: [entity] }, publisher);
  },
  newService: (registry, { publisher, name, one }, { businesses }) => {
    const bindingTemplates = [bindingOf('http://a.example', WELL_KNOWN.http), bindingOf('http://b.example')];
    const service = { businessKey: pick(businesses, one), name: names(name), bindingTemplates };
    return registry.publish('save_service', { businessService: [service] }, publisher);
  },
  moveService: (registry, { publisher, one, other }, { businesses, services }) => {
    const before = registry.service(pick(services, one));
    const serviceKey = pick(services, one);
    const service = { name: names('moved'), ...before, serviceKey, businessKey: pick(businesses, other) };
    return registry.publish('save_service', { businessService: [service] }, publisher);
  },
  moveBinding: (registry, { publisher, one, other }, { services, bindings }) => {
    const binding = { ...bindingOf('http://moved.example'), bindingKey: pick(bindings, one) };
    const bindingTemplate = [{ ...binding, serviceKey: pick(services, other) }];
    return registry.publish('save_binding', { bindingTemplate }, publisher);
  },
  deleteBusiness: (registry, { publisher, one }, { businesses }) =>
    registry.publish('delete_business', { businessKey: [pick(businesses, one)] }, publisher),
  deleteService: (registry, { publisher, one }, { services }) =>
    registry.publish('delete_service', { serviceKey: [pick(services, one)] }, publisher),
  deleteBinding: (registry, { publisher, one }, { bindings }) =>
    registry.publish('delete_binding', { bindingKey: [pick(bindings, one)] }, publisher),
  assert: (registry, step, there) =>
    registry.publish(
      'add_publisherAssertions',
      { publisherAssertion: [assertionOf(step, there)] },
      step.publisher,
    ),
  retract: (registry, step, there) =>
    registry.publish(
      'delete_publisherAssertions',
      { publisherAssertion: [assertionOf(step, there)] },
      step.publisher,
    ),
} satisfies Readonly<Record<string, Send>>;

export const someSteps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom(...(Object.keys(STEPS) as Step['kind'][])),
    publisher: fc.constantFrom('ann', 'ann', 'bob'),
    one: fc.nat(30),
    other: fc.nat(30),
    name: fc.constantFrom('a', 'b', 'c', 'd'),
  }),
  { minLength: 5, maxLength: 40 },
);

/** Sends one message; says whether it was taken. What is refused must be refused for a reason of UDDI. */
export async function send(registry: Registry, step: Step): Promise<boolean> {
  const perform: Send = STEPS[step.kind];
  try {
    await perform(registry, step, whatIsThere(registry));
    return true;
  } catch (thrown) {
    if (thrown instanceof UddiError && thrown.code !== 'E_fatalError') return false;
    throw thrown;
  }
}

/** All that a registry tells, by every way that it is told. */
export async function everything(registry: Registry): Promise<unknown> {
  const { businesses, services, bindings } = whatIsThere(registry);
  const report = (publisher: string) => registry.publish('get_assertionStatusReport', {}, publisher);
  return {
    size: { ...registry.size(), counted: [businesses.length, services.length, bindings.length] },
    businesses: businesses.map((key) => registry.business(key)),
    services: services.map((key) => registry.service(key)),
    bindings: bindings.map((key) => registry.inquire('get_bindingDetail', { bindingKey: [key] })),
    related: businesses.map((key) => registry.inquire('find_relatedBusinesses', { businessKey: key })),
    found: registry.inquire('find_service', { name: names('%') }),
    byTModel: registry.inquire('find_service', { tModelBag: [WELL_KNOWN.http] }),
    infos: [
      await registry.publish('get_registeredInfo', {}, 'ann'),
      await registry.publish('get_registeredInfo', {}, 'bob'),
    ].map(({ businessInfos }) => [...businessInfos].sort((x, y) => (x.businessKey < y.businessKey ? -1 : 1))),
    assertions: [await report('ann'), await report('bob')],
  };
}

/** Whether the indexes know exactly what is there. */
export function isConsistent(registry: Registry): boolean {
  const { businesses, services, bindings } = whatIsThere(registry);
  const size = registry.size();
  return (
    size.businesses === businesses.length &&
    size.services === services.length &&
    size.bindings === bindings.length
  );
}
