import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Inquiry, Registry } from '../src/registry/messages.ts';
import type { BusinessEntity, BusinessService, TModel } from '../src/registry/model.ts';
import { openRegistry } from '../src/registry/open-registry.ts';
import { fileStorage } from '../src/registry/storage/file/file-storage.ts';
import { percentile } from './load.ts';
import { verdict, writeTable } from './markdown-table.ts';

/** Milliseconds at the median and at the 99th percentile, and how often faster than a scan of an array. */
export interface RegistryFigure {
  readonly what: string;
  readonly p50: number;
  readonly p99: number;
  readonly scan?: number;
  readonly ratio?: number;
}

export interface RegistryResult {
  readonly services: number;
  readonly figures: readonly RegistryFigure[];
  /** Milliseconds to read it all back at the next start. */
  readonly open: number;
}

const BUSINESSES = 500;
const TMODELS = 1_000;
const CODES = 200;
const TIMES = 200;
const SCANS = 10;

const tModelKey = (index: number) => `uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const SCHEME = tModelKey(TMODELS);
const WORDS = [
  '电梯检验',
  '锅炉登记',
  '压力容器',
  '隐患排查',
  '风险管控',
  '气瓶充装',
  '起重机械',
  '客运索道',
];

function entriesOf(services: number): { readonly tModels: TModel[]; readonly businesses: BusinessEntity[] } {
  const tModels = Array.from({ length: TMODELS + 1 }, (_, index) => ({
    tModelKey: tModelKey(index),
    name: { value: `model ${index}` },
  }));
  const businesses = Array.from({ length: BUSINESSES }, (_, business) => {
    const businessKey = randomUUID();
    const businessServices = Array.from({ length: services / BUSINESSES }, (_, index) =>
      serviceOf(businessKey, business * (services / BUSINESSES) + index),
    );
    return { businessKey, name: [{ value: `business ${business}` }], businessServices };
  });
  return { tModels, businesses };
}

function serviceOf(businessKey: string, index: number): BusinessService {
  const serviceKey = randomUUID();
  const binding = {
    bindingKey: randomUUID(),
    serviceKey,
    accessPoint: { URLType: 'http' as const, value: `http://provider-${index}.example/service` },
    tModelInstanceDetails: [{ tModelKey: tModelKey(index % TMODELS) }],
  };
  return {
    serviceKey,
    businessKey,
    name: [{ lang: 'zh', value: `${WORDS[index % WORDS.length]}${String(index).padStart(6, '0')}` }],
    bindingTemplates: [binding],
    categoryBag: [{ tModelKey: SCHEME, keyValue: `c${(index * 7) % CODES}` }],
  };
}

/** Runs it often; milliseconds. */
async function timed(times: number, run: (round: number) => unknown): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const before = performance.now();
    await run(round);
    taken.push(performance.now() - before);
  }
  return taken.sort((one, other) => one - other);
}

interface Find {
  readonly what: string;
  readonly request: (round: number) => Inquiry['find_service'][0];
  /** The same, asked of an array. */
  readonly test: (service: BusinessService, round: number) => boolean;
}

const wordOf = (round: number) => WORDS[round % WORDS.length]!;
const startOf = (round: number) => `${wordOf(round)}0${String((round * 37) % 1_000).padStart(3, '0')}`;
const hasCode = (service: BusinessService, code: string) =>
  service.categoryBag?.some((reference) => reference.tModelKey === SCHEME && reference.keyValue === code) ===
  true;
const refersTo = (service: BusinessService, key: string) =>
  service.bindingTemplates?.some(({ tModelInstanceDetails }) =>
    tModelInstanceDetails.some((info) => info.tModelKey === key),
  ) === true;
const isNamed = (service: BusinessService, start: string) =>
  service.name.some(({ value }) => value.toLowerCase().startsWith(start));

const FINDS: readonly Find[] = [
  {
    what: 'find_service by the beginning of a name',
    request: (round) => ({ name: [{ value: startOf(round) }] }),
    test: (service, round) => isNamed(service, startOf(round)),
  },
  {
    what: 'find_service by a name that every eighth begins with, first 100',
    request: (round) => ({ name: [{ value: wordOf(round) }], maxRows: 100 }),
    test: (service, round) => isNamed(service, wordOf(round)),
  },
  {
    what: 'find_service by category',
    request: (round) => ({ categoryBag: [{ tModelKey: SCHEME, keyValue: `c${round % CODES}` }] }),
    test: (service, round) => hasCode(service, `c${round % CODES}`),
  },
  {
    what: 'find_service by tModel',
    request: (round) => ({ tModelBag: [tModelKey(round)] }),
    test: (service, round) => refersTo(service, tModelKey(round)),
  },
  {
    what: 'find_service by % in the middle of a name, latest first',
    request: (round) => ({
      name: [{ value: `%${String(round).padStart(3, '0')}` }],
      findQualifiers: ['sortByDateDesc'],
      maxRows: 100,
    }),
    test: (service, round) =>
      service.name.some(({ value }) => value.toLowerCase().includes(String(round).padStart(3, '0'))),
  },
];

async function measureFind(
  registry: Registry,
  all: readonly BusinessService[],
  { what, request, test }: Find,
): Promise<RegistryFigure> {
  const taken = await timed(TIMES, (round) => registry.inquire('find_service', request(round)));
  const scans = await timed(SCANS, (round) =>
    all
      .filter((service) => test(service, round))
      .sort((one, other) => (one.name[0]!.value < other.name[0]!.value ? -1 : 1)),
  );
  const scan = percentile(scans, 0.5);
  const p50 = percentile(taken, 0.5);
  return { what, p50, p99: percentile(taken, 0.99), scan, ratio: scan / p50 };
}

async function measureSaves(registry: Registry): Promise<readonly RegistryFigure[]> {
  const businessEntity = [{ name: [{ value: 'measured' }] }];
  const saved = await registry.publish('save_business', { businessEntity }, 'bench');
  const { businessKey } = saved.businessEntity[0]!;
  const save = (index: number) => {
    const { serviceKey: _, bindingTemplates, ...draft } = serviceOf(businessKey, index);
    const bindings = bindingTemplates?.map(({ accessPoint, tModelInstanceDetails }) => ({
      accessPoint,
      tModelInstanceDetails,
    }));
    const businessService = [{ ...draft, bindingTemplates: bindings }];
    return registry.publish('save_service', { businessService }, 'bench');
  };
  // A find in between makes the indexes take the change in.
  const alone = await timed(TIMES, async (round) => {
    await save(round);
    registry.inquire('find_service', { name: [{ value: startOf(round) }] });
  });
  const together = await timed(10, (round) =>
    Promise.all(Array.from({ length: 100 }, (_, index) => save(round * 100 + index))),
  );
  const figure = (what: string, taken: number[]): RegistryFigure => ({
    what,
    p50: percentile(taken, 0.5),
    p99: percentile(taken, 0.99),
  });
  return [
    figure('save_service, durable, and a find', alone),
    figure(
      'save_service when 100 come at once, each',
      together.map((ms) => ms / 100),
    ),
  ];
}

/** Measures finds and saves in a registry on disk that holds this many services (a multiple of 500). */
export async function measureRegistry(services: number): Promise<RegistryResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-bench-registry-'));
  const storage = fileStorage({ folder, key: randomBytes(32) });
  try {
    const registry = await openRegistry({ storage });
    const { tModels, businesses } = entriesOf(services);
    await registry.register({ tModels, businesses });
    const all = businesses.flatMap(({ businessServices = [] }) => businessServices);
    const figures: RegistryFigure[] = [];
    for (const find of FINDS) figures.push(await measureFind(registry, all, find));
    figures.push(...(await measureSaves(registry)));
    await registry.close();
    const before = performance.now();
    const again = await openRegistry({ storage });
    const open = performance.now() - before;
    await again.close();
    return { services, figures, open };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds, at the 99th percentile. */
const AIM = 50;

/** For the report, as Markdown. */
export function registryLines({ services, figures, open }: RegistryResult): readonly string[] {
  const amount = services.toLocaleString('en');
  return [
    ...writeTable(figures, [
      [`Registry of ${amount} services`, ({ what }) => what],
      ['p50 ms', ({ p50 }) => p50.toFixed(3)],
      ['p99 ms', ({ p99 }) => p99.toFixed(2)],
      ['Aim', ({ p99 }) => verdict(p99 <= AIM, `≤ ${AIM} ms`)],
      ['Array scan p50 ms', ({ scan }) => (scan === undefined ? '' : scan.toFixed(2))],
      ['Scan ÷ find', ({ ratio }) => (ratio === undefined ? '' : ratio.toFixed(0))],
    ]),
    '',
    `- Opening a registry of ${amount} services: ${(open / 1000).toFixed(1)} s.`,
  ];
}
