import type { Application } from '../../envelope/application.ts';
import type { MountedService } from '../../envelope/http-channel.ts';
import type { Exchange } from '../../envelope/raw-message.ts';
import type { WeightGate } from '../../record-files/weight-gate.ts';
import type { RecordForms } from './record-forms.ts';

/** The way from the console to the exchange; the composition root hands it in. */
export interface RecordGate {
  /** Where messages of the application go; undefined where no address of its edition is served. */
  service(application: Application): Pick<MountedService, 'standard' | 'operations' | 'path'> | undefined;
  /** What can be chosen for it; undefined where its standard has no such form. */
  forms(application: Application): RecordForms | undefined;
  readonly exchange: Exchange;
  /** What files under way may weigh together. */
  readonly underWay: WeightGate;
}
