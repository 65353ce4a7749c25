import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { PeerStep } from './node-case.ts';
import { procSockets } from './proc-tcp.ts';
import { waitFor } from './wait-for.ts';

export interface Peer {
  port: number;
  /** The client says that it has what was written. The next step is done before this returns. */
  clientHasIt(): void;
  close(): Promise<void>;
}

export const wholeAnswer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A server on 127.0.0.1 that does `steps` with its first connection, and answers 200 on every later one. */
export async function startPeer(steps: readonly PeerStep[]): Promise<Peer> {
  const sockets = new Set<Socket>();
  let resume: (() => void) | null = null;
  let connections = 0;
  const pauseOnConnect = !steps.includes('reads the request');

  const follow = (socket: Socket, [step, ...rest]: readonly PeerStep[]): void => {
    const goOn = (): void => follow(socket, rest);
    if (step === undefined) return;
    if (typeof step === 'object') {
      socket.write(step.writes);
      goOn();
    } else if (step === 'reads the request') socket.once('data', goOn);
    else if (step === 'waits until the client has it') resume = goOn;
    else if (step === 'waits until the request is in the kernel, unread')
      void unreadAt(socket).then(goOn, () => socket.destroy());
    else if (step === 'sends RST') socket.resetAndDestroy();
    else socket.destroy();
  };

  const server = createServer({ pauseOnConnect, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    follow(socket, ++connections === 1 ? steps : ['reads the request', { writes: wholeAnswer }]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    clientHasIt: () => {
      const goOn = resume;
      resume = null;
      goOn?.();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function unreadAt({ localPort, remotePort }: Socket): Promise<true> {
  return waitFor('the request to arrive', () =>
    procSockets().some((row) => row.localPort === localPort && row.remotePort === remotePort && row.unread > 0)
      ? true
      : null,
  );
}
