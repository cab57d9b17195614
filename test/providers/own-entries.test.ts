import { describe, expect, it } from '@jest/globals';
import { renderWsdl } from '../../src/channels/soap/render-wsdl.ts';
import { configSchema } from '../../src/config/schema.ts';
import { OWN_BUSINESS_KEY, type OwnEntriesOptions, ownEntries } from '../../src/providers/own-entries.ts';
import { TAXONOMY, type TaxonomyName, WIRE_TMODEL } from '../../src/providers/taxonomy-keys.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import { WELL_KNOWN } from '../../src/registry/well-known.ts';
import { mountServices } from '../../src/assembly/services.ts';
import { createStandards } from '../../src/standards/standards.ts';
import { serviceOf } from './fixture.ts';
import { directions, taxonomies, values } from './values.ts';

const config = configSchema.parse({});
const standards = createStandards(config.limits);
const mounted = mountServices(config, standards, () => 'https://js.example:8080');
const [equipment] = mounted;
const editionsOf = (name: string) =>
  Object.keys(standards.find(({ standard }) => standard === name)!.editions);

const options: OwnEntriesOptions = {
  services: mounted.map((service) => ({ service, editions: editionsOf(service.standard) })),
  operator: { name: '江苏省特种设备数据交换平台', url: 'https://js.example:8080', level: 'province' },
  taxonomies,
  values,
  directions,
};

async function registered(different: Partial<OwnEntriesOptions> = {}) {
  const registry = await openRegistry({ taxonomies: taxonomies.checked });
  await registry.register({ tModels: taxonomies.tModels });
  await registry.register(ownEntries({ ...options, ...different }));
  const find = (...categories: readonly (readonly [TaxonomyName, string])[]) => {
    const categoryBag = categories.map(([name, value]) => ({
      tModelKey: TAXONOMY[name],
      keyValue: value,
    }));
    return registry.inquire('find_service', { categoryBag }).serviceInfos.map(({ name }) => name[0]!.value);
  };
  return { registry, find };
}

describe("the gateway's own entries", () => {
  it('answer who provides what in which direction by one find', async () => {
    const { find } = await registered();
    expect(find(['type', '0401'], ['direction', 'province->nation'])).toEqual(['检验数据接口']);
    expect(find(['type', '0206'], ['direction', 'province->nation'])).toEqual(['移动式压力容器充装许可']);
    expect(find(['type', '0206'], ['direction', 'nation->province'])).toEqual([]);
    // Between others: a provincial gateway is at neither end.
    expect(find(['type', '0401'], ['direction', 'county->city'])).toEqual([]);
    expect(find(['s2Code', '005'])).toEqual(['电梯维护保养数据']);
    expect(find(['s5Resource', 'hiddenDanger'])).toEqual(['隐患排查治理']);
    expect(find(['level', 'province'], ['edition', 's2'], ['state', 'enabled']).length).toBe(12);
    expect(find(['level', 'nation'])).toEqual([]);
  });

  it('stand beside the interfaces of providers in the same find', async () => {
    const { registry, find } = await registered();
    const { businessEntity } = await registry.publish(
      'save_business',
      { businessEntity: [{ name: [{ value: '江苏特检院' }] }] },
      'jstj',
    );
    const {
      serviceKey: _,
      bindingTemplates,
      ...lifts
    } = serviceOf('电梯检验', {
      categories: [
        ['type', '0401'],
        ['equipment', '3000'],
        ['direction', 'province->nation'],
      ],
    });
    const bindings = bindingTemplates.map(({ bindingKey: _key, serviceKey: _service, ...one }) => one);
    const service = { ...lifts, businessKey: businessEntity[0]!.businessKey, bindingTemplates: bindings };
    await registry.publish('save_service', { businessService: [service] }, 'jstj');
    expect(find(['type', '0401'], ['equipment', '3000'], ['direction', 'province->nation'])).toEqual([
      '电梯检验',
    ]);
    expect(find(['type', '0401'], ['direction', 'province->nation']).sort()).toEqual([
      '检验数据接口',
      '电梯检验',
    ]);
  });

  it('map the WSDL as the OASIS note says, by the names that the WSDL has', async () => {
    const { registry } = await registered();
    const wsdl = renderWsdl(equipment!);
    const wsdlTModels = registry.inquire('find_tModel', {
      categoryBag: [{ tModelKey: WELL_KNOWN.xmlNamespace, keyValue: equipment!.namespace }],
    }).tModelInfos;
    expect(wsdlTModels.map(({ name }) => name.value).sort()).toEqual([
      'SpecialEquipmentPortType',
      'SpecialEquipmentSoap11Binding',
      'SpecialEquipmentSoap12Binding',
    ]);
    for (const { name } of wsdlTModels) expect(wsdl).toContain(`name="${name.value}"`);
    const keyOf = (name: string) => wsdlTModels.find((one) => one.name.value === name)!.tModelKey;
    const { tModel } = registry.inquire('get_tModelDetail', {
      tModelKey: [keyOf('SpecialEquipmentSoap12Binding')],
    });
    expect(tModel[0]).toMatchObject({
      overviewDoc: { overviewURL: 'https://js.example:8080/tonggui/exchange?wsdl' },
    });
    const bag = tModel[0]!.categoryBag!.map(({ tModelKey, keyValue }) => [tModelKey, keyValue]);
    expect(bag).toEqual(
      expect.arrayContaining([
        [WELL_KNOWN.wsdlTypes, 'binding'],
        [WELL_KNOWN.xmlNamespace, 'urn:tonggui:special-equipment:1.0'],
        [WELL_KNOWN.portTypeReference, keyOf('SpecialEquipmentPortType')],
        [WELL_KNOWN.protocolCategories, WIRE_TMODEL.soap12],
        [WELL_KNOWN.transportCategories, WELL_KNOWN.http],
        [WELL_KNOWN.types, 'wsdlSpec'],
      ]),
    );
    const { serviceInfos } = registry.inquire('find_service', {
      categoryBag: [{ tModelKey: WELL_KNOWN.xmlLocalName, keyValue: 'SpecialEquipmentService' }],
    });
    const service = registry.service(serviceInfos[0]!.serviceKey)!;
    const port = service.bindingTemplates!.find(({ tModelInstanceDetails }) =>
      tModelInstanceDetails.some(({ tModelKey }) => tModelKey === WIRE_TMODEL.soap11),
    )!;
    expect(port.accessPoint).toEqual({ URLType: 'https', value: 'https://js.example:8080/tonggui/exchange' });
    expect(port.tModelInstanceDetails).toMatchObject([
      {
        tModelKey: keyOf('SpecialEquipmentSoap11Binding'),
        instanceDetails: { instanceParms: 'SpecialEquipmentSoap11Port' },
      },
      { tModelKey: keyOf('SpecialEquipmentPortType') },
      { tModelKey: WIRE_TMODEL.soap11 },
    ]);
    expect(wsdl).toContain('<wsdl:port name="SpecialEquipmentSoap11Port"');
    const rest = registry.inquire('find_binding', {
      serviceKey: service.serviceKey,
      tModelBag: [WIRE_TMODEL.rest],
    }).bindingTemplate;
    expect(rest[0]!.tModelInstanceDetails[0]).toMatchObject({
      instanceDetails: {
        overviewDoc: { overviewURL: 'https://js.example:8080/tonggui/exchange?openapi' },
      },
    });
  });

  it('have the same keys everywhere, and registering them again changes nothing', async () => {
    const { registry } = await registered();
    const other = await registered();
    const key = OWN_BUSINESS_KEY;
    const keys = (one: typeof registry) =>
      one.business(key)!.businessServices!.map(({ serviceKey }) => serviceKey);
    expect(keys(other.registry)).toEqual(keys(registry));
    let changes = 0;
    registry.onChange(() => {
      changes += 1;
    });
    await registry.register(ownEntries(options));
    expect(changes).toBe(0);
    const [, second] = options.services;
    await registry.register(ownEntries({ ...options, services: [{ ...second!, stopped: true }] }));
    expect(changes).toBe(1);
    expect(registry.business(key)!.businessServices).toHaveLength(10);
  });

  it('move with the public address of the gateway, under the keys that they have', async () => {
    const { registry, find } = await registered();
    const moved = mountServices(config, standards, () => 'https://new.example');
    const services = moved.map((service) => ({ service, editions: editionsOf(service.standard) }));
    const before = registry.size();
    await registry.register(ownEntries({ ...options, services }));
    expect(registry.size()).toEqual(before);
    expect(find(['type', '0401'])).toEqual(['检验数据接口']);
    const [service] = registry.business(OWN_BUSINESS_KEY)!.businessServices!;
    for (const { accessPoint } of service!.bindingTemplates!)
      expect(accessPoint!.value).toBe('https://new.example/tonggui/exchange');
  });

  it('tell of an imported service that it is stopped, without codes of ours', async () => {
    const { find } = await registered({
      services: [{ service: { ...equipment!, title: '气象' }, editions: [], stopped: true }],
    });
    expect(find(['state', 'stopped'])).toEqual(['气象']);
    expect(find(['state', 'enabled'])).toEqual([]);
  });

  it('are found by categories whose values the registry checks', async () => {
    const { registry } = await registered();
    const draft = { name: [{ value: '省平台' }], categoryBag: [taxonomies.refer('region', '32')] };
    await expect(registry.publish('save_business', { businessEntity: [draft] }, 'js')).rejects.toMatchObject({
      code: 'E_invalidValue',
    });
    const right = { ...draft, categoryBag: [taxonomies.refer('region', '320000')] };
    await registry.publish('save_business', { businessEntity: [right] }, 'js');
  });

  it('hold only values that the categories take', () => {
    const bags = ownEntries(options).businesses.flatMap(({ businessServices = [] }) =>
      businessServices.flatMap(({ categoryBag = [] }) => categoryBag),
    );
    expect(bags.length).toBeGreaterThan(100);
    for (const reference of bags) expect(taxonomies.fault(reference)).toBeUndefined();
  });
});
