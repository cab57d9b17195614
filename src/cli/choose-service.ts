import type { MountedService } from '../envelope/http-channel.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-code.ts';

/** The service at `/service/interFlag`; without an address the first one. */
export function chooseService(
  services: readonly MountedService[],
  address: string | undefined,
): MountedService {
  const found = address === undefined ? services[0] : services.find(({ path }) => path === address);
  if (found !== undefined) return found;
  const known = services.map(({ path }) => path).join(', ');
  throw new CommandError(EXIT.usage, `no service has the address ${address}; there are: ${known}`);
}
