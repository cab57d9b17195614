import type { PartnerSettings, TestGateway } from '../../support/gateway.ts';
import type { Partner } from '../../support/partner.ts';
import type { Inside, Written } from './look-inside.ts';
import type { Mediation } from './open-mediation.ts';

/** What a driver works with: the suite's gateway, or one of its own with other settings. */
export interface Scene {
  readonly gateway: TestGateway;
  readonly inside: Inside;
  readonly url: string;
  addPartner(settings?: PartnerSettings): Promise<Partner>;
  /** A gateway of the driver's own, under the same watch; it ends with the driver. */
  startOther(settings?: Readonly<Record<string, unknown>>): Promise<Scene>;
  /** An exchange platform with a real provider behind a proxy that does harm; one for all drivers. */
  mediation(): Promise<Mediation>;
  /** Ends this gateway and starts it anew on its data. */
  restart(): Promise<Scene>;
}

/** A motion that no single message shows. What it says to have written is compared with the database. */
export interface Driver {
  readonly title: string;
  run(scene: Scene): Promise<Partial<Written> | undefined>;
}
