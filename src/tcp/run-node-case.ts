import { counting } from './counters-moved.ts';
import type { ClientName, NodeCase, PeerStep } from './node-case.ts';
import { nodeClients } from './node-clients.ts';
import type { Observation } from './observation.ts';
import { startPeer } from './scripted-peer.ts';
import type { Tap } from './tap.ts';
import { Unsupported } from './unsupported.ts';

/** Lets each client of a case meet the peer. The wire is that of the first client's first connection. */
export async function runNodeCase(nodeCase: NodeCase, tap: Tap | null): Promise<Observation> {
  if (process.platform !== 'linux' && nodeCase.peer.includes('waits until the request is in the kernel, unread')) {
    throw new Unsupported('it reads /proc/net/tcp, which Linux has');
  }
  const seen: Record<string, string> = {};
  const clients = Object.keys(nodeCase.expects).filter((check): check is ClientName => check !== 'wire');
  const moved = counting();
  for (const client of clients) {
    tap?.take();
    const peer = await startPeer(nodeCase.peer);
    try {
      seen[client] = await nodeClients[client](peer);
      if (tap !== null && client === clients[0]) seen.wire = wireOf(tap, peer.port);
    } finally {
      await peer.close();
    }
  }
  return {
    seen,
    wireIs: tap === null ? null : 'captured',
    trace: nodeCase.peer.map((step) => ({
      end: 'server',
      does: stepText(step),
      result: '',
      log: '',
      wire: null,
      clientState: '',
    })),
    calls: {},
    counters: moved(),
  };
}

function wireOf(tap: Tap, serverPort: number): string {
  const segments = tap.take();
  const clientPort = segments.find(({ to }) => to === serverPort)?.from;
  const ends = segments.filter(({ from, to, flags }) => from === serverPort && to === clientPort && /[FR]/.test(flags));
  return ends.map(({ flags }) => flags).join(' ') || 'nothing';
}

function stepText(step: PeerStep): string {
  return typeof step === 'string' ? step : `writes ${JSON.stringify(step.writes)}`;
}
