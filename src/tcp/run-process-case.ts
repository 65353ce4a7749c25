import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { counting } from './counters-moved.ts';
import { type LabChild, startLabChild } from './lab-child.ts';
import { nodeClients } from './node-clients.ts';
import type { Observation } from './observation.ts';
import { procSockets } from './proc-tcp.ts';
import type { ProcessCase } from './process-case.ts';
import { Unsupported } from './unsupported.ts';
import { waitFor } from './wait-for.ts';

/** Enough for Node to start, and few enough to use up quickly. */
const fileLimit = 128;
const fillRounds = 5;

/** Runs a case with a process of its own, and ends the process. */
export async function runProcessCase(processCase: ProcessCase): Promise<Observation> {
  const { module, limit, run } = runs[processCase.name];
  if (process.platform !== 'linux') throw new Unsupported('it reads /proc/net/tcp, which Linux has');
  const moved = counting();
  const child = startLabChild(module, limit);
  try {
    const seen = await run(child);
    const trace = processCase.steps.map((does) => ({
      end: '',
      does,
      result: '',
      log: '',
      wire: null,
      clientState: '',
    }));
    return { seen, wireIs: null, trace, calls: {}, counters: moved() };
  } finally {
    await child.stop();
  }
}

const runs = {
  'out-of-files-server': { module: 'full-server-process', limit: fileLimit, run: meetFullServer },
  'out-of-files-client': { module: 'full-client-process', limit: fileLimit, run: meetFullClient },
  'node-blocked-accept': { module: 'blocked-server-process', limit: null, run: meetBlockedServer },
};

async function meetFullServer(child: LabChild): Promise<Record<string, string>> {
  const port = await child.ask<number>('listen');
  // What a process has begun to close as it starts is closed a turn or two later: each question gives it a turn.
  for (let i = 0; i < fillRounds; i++) await child.ask('fill');
  await child.ask('fill and block');
  const peer = { port, clientHasIt: () => {}, close: async () => {} };
  const told = {
    'wrote first': nodeClients.net(peer),
    silent: nodeClients['net, silent'](peer),
    'silent, then writes twice': nodeClients['net, silent, half-open'](peer),
    http: nodeClients.http(peer),
    fetch: nodeClients.fetch(peer),
  };
  await waitFor('five connections, and bytes on three', () => {
    const rows = procSockets().filter(({ localPort, state }) => localPort === port && state === 'ESTABLISHED');
    return rows.length === 5 && rows.filter(({ unread }) => unread > 0).length === 3 ? true : null;
  });
  child.unblock();
  const seen = Object.fromEntries(
    await Promise.all(Object.entries(told).map(async ([client, outcome]) => [client, await outcome] as const)),
  );
  const events = await child.ask<string[]>('what were you told');
  return { ...seen, 'the server was told': events.join(', ') || 'nothing' };
}

async function meetFullClient(child: LabChild): Promise<Record<string, string>> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await child.ask((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

async function meetBlockedServer(child: LabChild): Promise<Record<string, string>> {
  const port = await child.ask<number>('listen and block');
  const sockets: Socket[] = [];
  const begin = (): Socket => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    return socket;
  };
  try {
    await Promise.all([once(begin(), 'connect'), once(begin(), 'connect')]);
    const moved = counting();
    const third = begin();
    await waitFor('the SYN of client 3 to be dropped', () => moved().ListenDrops ?? null);
    const state = procSockets().find((row) => row.remotePort === port && row.state === 'SYN_SENT')?.state;
    const connected = once(third, 'connect');
    child.unblock();
    await connected;
    return { 'clients 1 and 2': 'connected', 'client 3': state ?? 'another state', 'client 3, later': 'connected' };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}
