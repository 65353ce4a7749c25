import { countersText } from './counters-moved.ts';
import { inferable, inferWire } from './infer-wire.ts';
import type { Observation, TraceLine } from './observation.ts';
import type { Order, RawCase } from './raw-case.ts';
import type { Sockets } from './sockets.ts';
import { Stage } from './stage.ts';
import type { Tap } from './tap.ts';

interface Run {
  order: Order;
  stage: Stage;
  calls: TraceLine[];
  seen: Record<string, string>;
  counters: Record<string, number>;
}

/** Runs the steps of a case once for every order of calls that it expects something of. */
export async function runRawCase(rawCase: RawCase, sockets: Sockets, tap: Tap | null): Promise<Observation> {
  const orders = Object.keys(rawCase.expects).filter((check): check is Order => /^[RWS]{3}$/.test(check));
  const stages: Stage[] = [];
  const runOne = async (order: Order, ownTap: Tap | null): Promise<Run> => {
    const stage = new Stage(sockets, ownTap);
    stages.push(stage);
    return runOrder(rawCase, order, stage, ownTap);
  };
  try {
    // Side by side the counters and the wire of one pair cannot be told from those of another: the first goes alone.
    const runs = [await runOne(orders[0] as Order, tap)];
    const others = orders.slice(1);
    if (rawCase.isSlow) runs.push(...(await Promise.all(others.map((order) => runOne(order, null)))));
    else for (const order of others) runs.push(await runOne(order, tap));
    return observe(runs, tap !== null);
  } finally {
    for (const stage of stages) stage.close();
  }
}

async function runOrder(rawCase: RawCase, order: Order, stage: Stage, tap: Tap | null): Promise<Run> {
  for (const step of rawCase.steps) await stage.perform(step);
  const counters = stage.moved();
  const seen: Record<string, string> = {
    state: stage.clientState,
    poll: stage.clientPoll,
    counters: countersText(counters),
    ...Object.fromEntries([...stage.connects].map(([end, result]) => [`${end} connects`, result])),
  };
  if (tap !== null) seen.wire = wireText(stage.trace);
  const calls = await stage.call(order, rawCase.answered);
  seen[order] = calls.map(({ result }) => result).join(' ');
  if (order === 'WWW' && rawCase.answered !== undefined) {
    const movedSince = Object.entries(stage.moved()).map(([name, by]) => [name, by - (counters[name] ?? 0)] as const);
    seen['answer counters'] = countersText(Object.fromEntries(movedSince.filter(([, by]) => by > 0)));
    if (tap !== null) seen.answer = inferable(wireText(calls.slice(0, 1)));
  }
  return { order, stage, calls, seen, counters };
}

function observe(runs: readonly Run[], isCaptured: boolean): Observation {
  const first = runs[0] as Run;
  // What every pair shows is taken from the first; each pair adds its own order.
  const seen = Object.assign({}, ...runs.toReversed().map((run) => run.seen)) as Record<string, string>;
  if (!isCaptured) {
    const pending = (seen.SRW ?? '').split(' ')[0] ?? '';
    seen.wire = inferWire(seen.state ?? '', pending, seen['client connects'] ?? '');
    // A FIN and the state CLOSE after a write that succeeded leave no other explanation.
    if (seen.WWW?.startsWith('ok')) seen.answer = 'R';
  }
  return {
    seen,
    wireIs: isCaptured ? 'captured' : 'inferred',
    trace: first.stage.trace,
    calls: Object.fromEntries(runs.map(({ order, calls }) => [order, calls])),
    counters: first.counters,
  };
}

/** Data, FIN and RST from the server; RST from the client, by name. */
function wireText(lines: readonly TraceLine[]): string {
  const segments = lines
    .flatMap(({ wire }) => wire ?? [])
    .flatMap((segment) => {
      const [sender = '', flags = ''] = segment.split(' ');
      if (flags.includes('S')) return [];
      if (sender === 'server') return [flags];
      return flags.startsWith('R') && sender === 'client' ? [`client ${flags}`] : [];
    });
  return segments.join(' ') || 'nothing';
}
