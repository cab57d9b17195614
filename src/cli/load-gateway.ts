import type { DescribeServices, StartGateway } from '../gateway.ts';

/** What commands need of the composition root; loaded late, so that small commands start at once. */
export interface GatewayModule {
  readonly startGateway: StartGateway;
  readonly describeServices: DescribeServices;
}

export type LoadGateway = () => Promise<GatewayModule>;
