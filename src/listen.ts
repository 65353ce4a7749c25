import type { Server } from 'node:net';
import { PileupError } from './errors.ts';

/** Listens on `port` (0: any free one). Throws PORT_TAKEN when the port is in use. */
export function listen(server: Server, port: number, host: string, who: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PileupError('PORT_TAKEN', `port ${port} for the ${who} is in use`, {
              hint: 'choose another port, or 0 for a free one',
            })
          : error,
      );
    });
    server.listen(port, host, () => resolve());
  });
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a TCP port');
  return address.port;
}
