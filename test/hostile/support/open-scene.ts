import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PartnerSettings, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import type { Partner } from '../../support/partner.ts';
import type { Scene } from './driver.ts';
import { type Inside, lookInside } from './look-inside.ts';
import { type Mediation, openMediation } from './open-mediation.ts';

/** Texts that must show up nowhere: secrets of the gateway and its partners, and seeded personal data. */
export interface Canaries {
  add(text: string): void;
  list(): readonly string[];
}

/** An identity number and a telephone number, seeded into records. */
export const PERSONAL = ['110101199003078515', '13912345678'] as const;

export function createCanaries(): Canaries {
  const texts = new Set<string>();
  return { add: (text) => texts.add(text), list: () => [...texts] };
}

export interface OpenScene extends Scene {
  /** Of this gateway and of all that were started beside it. */
  insides(): readonly Inside[];
  close(): Promise<void>;
}

/** Starts a gateway whose secrets are on the watch list. */
export async function openScene(
  canaries: Canaries,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<OpenScene> {
  const others: OpenScene[] = [];
  let mediation: Promise<Mediation> | undefined;
  const data = mkdtempSync(join(tmpdir(), 'tonggui-hostile-'));
  const start = () => startTestGateway({ log: { level: 'debug' }, ...settings, data });
  let gateway: TestGateway = await start();
  let inside: Inside = lookInside(data);
  for (const name of ['admin.key', 'seal.key']) canaries.add(readFileSync(join(data, name), 'utf8').trim());
  if (gateway.gateway.setupCode) canaries.add(gateway.gateway.setupCode);

  const scene: OpenScene = {
    get gateway() {
      return gateway;
    },
    get inside() {
      return inside;
    },
    get url() {
      return gateway.exchangeUrl;
    },
    async addPartner(partner: PartnerSettings = {}): Promise<Partner> {
      const added = await gateway.addPartner(partner);
      canaries.add(added.secret);
      const password = (partner['password'] as { password?: string } | undefined)?.password;
      if (password !== undefined) canaries.add(password);
      return added;
    },
    async startOther(other = {}) {
      const opened = await openScene(canaries, other);
      others.push(opened);
      return opened;
    },
    mediation: () => {
      mediation ??= openMediation(scene);
      return mediation;
    },
    insides: () => [inside, ...others.flatMap((other) => other.insides())],
    async restart() {
      inside.close();
      await gateway.stop();
      gateway = await start();
      inside = lookInside(data);
      return scene;
    },
    async close() {
      await (await mediation)?.close();
      for (const other of others) await other.close();
      inside.close();
      await gateway.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return scene;
}
