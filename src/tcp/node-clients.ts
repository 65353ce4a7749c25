import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describeError } from './describe-error.ts';
import type { ClientName } from './node-case.ts';
import { procSockets } from './proc-tcp.ts';
import type { Peer } from './scripted-peer.ts';
import { waitFor } from './wait-for.ts';

const plainRequest = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** Each client meets the peer once and says what it was told, in the order in which it was told. */
export const nodeClients: Record<ClientName, (peer: Peer) => Promise<string>> = {
  net: (peer) => overNet(peer, plainRequest, false),
  'net, silent': (peer) => overNet(peer, '', false),
  'net, half-open': (peer) => halfOpen(peer, plainRequest),
  'net, silent, half-open': (peer) => halfOpen(peer, ''),
  'net, writes on': (peer) => overNet(peer, plainRequest, true),
  http: (peer) => overHttp(peer, new Agent()),
  'http, reused': async (peer) => {
    const agent = new Agent({ keepAlive: true });
    const idle = once(agent, 'free');
    await overHttp({ ...peer, clientHasIt: () => {} }, agent);
    await idle;
    // No turn of the event loop lies between these two: the agent cannot have heard that its socket is dead.
    peer.clientHasIt();
    return overHttp(peer, agent).finally(() => agent.destroy());
  },
  fetch: overFetch,
  'fetch, reused': async (peer) => {
    await overFetch({ ...peer, clientHasIt: () => {} });
    peer.clientHasIt();
    return overFetch(peer);
  },
};

async function overNet(peer: Peer, first: string, writesOn: boolean): Promise<string> {
  const told: string[] = [];
  const socket = connect({ port: peer.port, host: '127.0.0.1' });
  if (first !== '') socket.write(first);
  socket.once('data', () => {
    told.push('data');
    peer.clientHasIt();
  });
  socket.on('data', () => {});
  socket.on('error', (error) => told.push(describeError(error)));
  socket.on('end', () => {
    told.push('end');
    if (writesOn) writeOnceEnded(socket);
  });
  await closed(socket);
  return told.join(', ');
}

/** A write after the FIN is Node's own EPIPE only once Node has ended its half, which it does some ticks after 'end'. */
function writeOnceEnded(socket: Socket): void {
  if (socket.writableEnded) socket.write('b');
  else process.nextTick(writeOnceEnded, socket);
}

/** Goes on writing after the FIN, as a client may that keeps its half open. */
async function halfOpen(peer: Peer, first: string): Promise<string> {
  const told: string[] = [];
  const socket = connect({ port: peer.port, host: '127.0.0.1', allowHalfOpen: true });
  if (first !== '') socket.write(first);
  socket.resume();
  socket.on('error', (error) => told.push(describeError(error)));
  await once(socket, 'end');
  told.push('end');
  const { localPort } = socket;
  socket.write('b', (error) => told.push(error ? 'b failed' : 'b written'));
  await waitFor('the answer to b', () =>
    procSockets().some((row) => row.localPort === localPort && row.state === 'CLOSE_WAIT') ? null : true,
  );
  socket.write('c');
  await closed(socket);
  return told.join(', ');
}

async function overHttp(peer: Peer, agent: Agent): Promise<string> {
  const told: string[] = [];
  const outgoing = request({ port: peer.port, host: '127.0.0.1', agent });
  let body: Promise<unknown> = Promise.resolve();
  outgoing.on('response', (response) => {
    told.push(String(response.statusCode));
    body = closed(response);
    response.once('data', () => peer.clientHasIt());
    response.on('data', () => {});
    response.on('end', () => told.push(`end, complete=${response.complete}`));
    response.on('error', (error) => told.push(`res ${describeError(error)}`));
  });
  outgoing.on('error', (error) => told.push(`${outgoing.reusedSocket ? 'reused, ' : ''}req ${describeError(error)}`));
  outgoing.end();
  await closed(outgoing);
  await body;
  return told.join(', ');
}

async function overFetch(peer: Peer): Promise<string> {
  const told: string[] = [];
  try {
    const response = await fetch(`http://127.0.0.1:${peer.port}/`);
    told.push(String(response.status));
    const reader = response.body?.getReader();
    while (reader !== undefined) {
      const { done } = await reader.read();
      if (done) break;
      peer.clientHasIt();
    }
    told.push('end');
  } catch (error) {
    told.push(describeError(error));
  }
  return told.join(', ');
}

function closed(emitter: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.once('close', () => resolve()));
}
