import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { startTestGateway } from '../../support/gateway.ts';
import { addPublisher, publishService, uddi } from '../../support/platform.ts';
import type { Driver } from '../support/driver.ts';

async function startOn(prepare: (data: string) => void): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'tonggui-damage-'));
  try {
    const first = await startTestGateway({ data });
    await first.addPartner();
    await first.stop();
    prepare(data);
    const again = await startTestGateway({ data });
    await again.stop();
    return 'started';
  } catch (error) {
    return String(error);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** What is damaged, how, and what is said; without its key the first sealed row is what cannot be read. */
const DAMAGES: readonly (readonly [name: string, damage: (file: string) => void, told?: RegExp])[] = [
  ['seal.key', (file) => truncateSync(file, 10)],
  ['seal.key', (file) => writeFileSync(file, '')],
  ['seal.key', (file) => rmSync(file), /sealed under another key/],
  ['admin.key', (file) => truncateSync(file, 3)],
  [
    'tonggui.db',
    (file) => writeFileSync(file, 'not a database, but longer than a header of one '.repeat(99)),
  ],
  ['tonggui.db', (file) => mkdirSync(`${rmSync(file) ?? file}`)],
];

/** The registry's document and its journal: an empty one in their place would forget who provides what. */
const REGISTRY_DAMAGES: readonly (readonly [title: string, damage: (file: string) => void, told: RegExp])[] =
  [
    ['half written', (file) => truncateSync(file, statSync(file).size >> 1), /is damaged at line \d+/],
    ['empty', (file) => writeFileSync(file, ''), /is damaged at line 1/],
    ['with something behind its end', (file) => appendFileSync(file, '{"a":1}\n'), /is damaged at line \d+/],
    ['that is somebody else’s JSON', (file) => writeFileSync(file, '{"entries":[]}'), /is damaged at line 1/],
    ['missing', (file) => rmSync(file), /is missing/],
    ['open to others', (file) => chmodSync(file, 0o666), /is open to others than its owner/],
    ['of another owner', giveAway, /belongs to user 12345|is not a regular file|ELOOP/],
    ['that is a folder', (file) => mkdirSync(`${rmSync(file) ?? file}`), /is not a regular file|EISDIR/],
  ];

/** Only root may give a file away; for anyone else a link, which might lead to a file of another, stands for it. */
function giveAway(file: string): void {
  if (process.getuid?.() === 0) {
    chownSync(file, 12345, 12345);
  } else {
    renameSync(file, `${file}.aside`);
    symlinkSync(`${file}.aside`, file);
  }
}

async function publishOne(data: string, name: string): Promise<void> {
  const gateway = await startTestGateway({ data });
  await publishService(await addPublisher(gateway), ['http://10.1.2.3/a'], [], name);
  await gateway.stop();
}

/** Names of the services that the registry has besides its own. */
async function publishedNames(data: string): Promise<readonly string[]> {
  const gateway = await startTestGateway({ data, registry: { inquiry: 'open' } });
  const name = [{ value: '服务%' }];
  const { serviceInfos } = await uddi(gateway, 'find_service', { name });
  await gateway.stop();
  return serviceInfos.map(
    (info: { readonly name: readonly { readonly value: string }[] }) => info.name[0]!.value,
  );
}

export default [
  ...DAMAGES.map(
    ([name, damage, told = new RegExp(`/${name}`)], index): Driver => ({
      title: `stops the start and is named: ${name} (${index + 1})`,
      async run() {
        const outcome = await startOn((data) => damage(join(data, name)));
        expect(outcome).toMatch(told);
        return undefined;
      },
    }),
  ),
  ...['registry.json', 'registry.journal'].flatMap((name) =>
    REGISTRY_DAMAGES.map(
      ([title, damage, told]): Driver => ({
        title: `stops the start and is named: a ${name} ${title}`,
        async run() {
          const outcome = await startOn((data) => damage(join(data, name)));
          expect(outcome).toContain(`/${name}`);
          expect(outcome).toMatch(told);
          return undefined;
        },
      }),
    ),
  ),
  {
    title:
      'a damaged registry is told with its remedy; the last good one, put back, has all that was published',
    async run() {
      const data = mkdtempSync(join(tmpdir(), 'tonggui-registry-'));
      try {
        await publishOne(data, '服务甲');
        await publishOne(data, '服务乙');
        const file = join(data, 'registry.json');
        truncateSync(file, statSync(file).size - 7);
        await expect(startTestGateway({ data })).rejects.toThrow(
          /registry\.json is damaged at line \d+ \(byte \d+\).*registry\.json\.previous/s,
        );
        renameSync(`${file}.previous`, file);
        expect([...(await publishedNames(data))].sort()).toEqual(['服务乙', '服务甲'].sort());
      } finally {
        rmSync(data, { recursive: true, force: true });
      }
      return undefined;
    },
  },
  {
    title: 'a registry that went missing altogether does not pass for one that never was',
    async run() {
      const outcome = await startOn((data) => {
        for (const name of ['json', 'journal', 'json.previous', 'journal.previous'])
          rmSync(join(data, `registry.${name}`), { force: true });
      });
      expect(outcome).toContain('registry.json is missing although there was a registry');
      return undefined;
    },
  },
] satisfies readonly Driver[];
