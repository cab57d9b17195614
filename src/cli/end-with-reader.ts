import { systemCode } from '../config/system-code.ts';
import { EXIT } from './exit-code.ts';

/**
 * Whoever reads the output may stop reading (`| head`): the process then ends at once and quietly, as SIGPIPE ends
 * other programs. Nobody reading the remarks and the log ends nothing.
 */
export function endWithReader(own: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  own.stdout.on('error', (error) => {
    if (systemCode(error) === 'EPIPE') own.exit(EXIT.unread);
    throw error;
  });
  own.stderr.on('error', (error) => {
    if (systemCode(error) !== 'EPIPE') throw error;
  });
}
