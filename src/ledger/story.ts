import { count } from '../numbers.ts';
import { type ClientOutcome, clientOutcomes } from '../recording/outcomes.ts';
import { isOutOfFiles } from './files.ts';
import type { Join } from './join.ts';
import type { RunRecord } from './read-run.ts';
import type { StoryLink } from './summary.ts';

/** The chain of events in the order in which its links appeared, in seconds since the first phase began. */
export function tellStory(run: RunRecord, join: Join | null, fileLimit: number | null): StoryLink[] {
  const startMs = run.phases[0]?.startMs ?? 0;
  const links: StoryLink[] = [];
  const link = (code: string, atMs: number | null, text: string): void => {
    if (atMs !== null) links.push({ code, atSeconds: Math.max(0, atMs - startMs) / 1000, text });
  };
  for (const { name, startMs: atMs, connections } of run.phases) {
    const load = connections === 0 ? 'no load' : `${connections} connections`;
    link(`phase_${name}`, atMs, `phase ${name} begins: ${load}`);
  }
  for (const [outcome, text] of clientLinks) {
    const seen = firstAndCount(run, outcome);
    link(`client_${outcome}`, seen.atMs, `${text} (${times(seen.count)} in this run)`);
  }
  if (!join) return inOrder(links);

  const queue = run.serverSamples.find(({ data }) => data.pool.pending > data.pool.max);
  if (queue) {
    const { pending, max } = queue.data.pool;
    link('queue', queue.t, `requests queue for the pool: ${pending} wait for its ${max} connections`);
  }
  const dead = firstDeadGrant(run);
  link('dead_grant', dead.atMs, `the pool first serves a request whose client has left (${times(dead.count)})`);
  const failed = firstWriteFailure(run);
  link(
    'write_failed',
    failed.atMs,
    `the api's first \`write EPIPE\` or \`ECONNRESET\`, "broken pipe" (${times(failed.count)})`,
  );
  const full = fileLimit === null ? null : run.labSamples.find(({ data }) => isOutOfFiles(data.files ?? 0, fileLimit));
  link('files_full', full?.t ?? null, `the api is out of file handles: ${full?.data.files} of ${fileLimit} open`);
  const silence = lastAnswerBeforeSilence(run);
  if (silence) {
    link(
      'last_answer',
      silence.lastMs,
      `the last answer of phase ${silence.phase}; none in its ${silence.seconds.toFixed(1)} s after it`,
    );
  }
  const nobody = workForNobody(run);
  if (nobody)
    link('idle_again', nobody.endMs, `the pool is idle again, ${nobody.seconds.toFixed(1)} s after the load stopped`);
  return inOrder(links);
}

const clientLinks: readonly [ClientOutcome, string][] = [
  ['timeout', 'the first client gives up: its time-out has passed'],
  ['reset', 'the first client gets ECONNRESET, "connection reset by peer"'],
  ['broken_pipe', 'the first client gets EPIPE, "broken pipe"'],
  ['closed_early', 'the first client sees its connection closed before an answer'],
  ['refused', 'the first connection is refused'],
];

function inOrder(links: StoryLink[]): StoryLink[] {
  return links.sort((a, b) => a.atSeconds - b.atSeconds);
}

function times(n: number): string {
  return n === 1 ? 'once' : `${count(n)} times`;
}

interface Seen {
  atMs: number | null;
  count: number;
}

function firstAndCount({ client }: RunRecord, outcome: ClientOutcome): Seen {
  const number = clientOutcomes.indexOf(outcome);
  const seen: Seen = { atMs: null, count: 0 };
  for (let row = 0; row < client.rows; row++) {
    if (client.outcome.at(row) === number) see(seen, client.endedMs(row));
  }
  return seen;
}

function firstDeadGrant({ server }: RunRecord): Seen {
  const seen: Seen = { atMs: null, count: 0 };
  for (let row = 0; row < server.rows; row++) if (server.deadGrant.at(row) === 1) see(seen, server.grantedMs.at(row));
  return seen;
}

function firstWriteFailure({ server }: RunRecord): Seen {
  const seen: Seen = { atMs: null, count: 0 };
  for (let row = 0; row < server.rows; row++) {
    if (server.outcomeOf(row) === 'write_failed') see(seen, server.endedMs.at(row));
  }
  return seen;
}

function see(seen: Seen, atMs: number): void {
  seen.count++;
  if (seen.atMs === null || atMs < seen.atMs) seen.atMs = atMs;
}

/** In a phase under load that ends with a second or more without an answer: when the last one came. */
function lastAnswerBeforeSilence(run: RunRecord): { phase: string; lastMs: number; seconds: number } | null {
  const ok = clientOutcomes.indexOf('ok');
  for (const phase of run.phases) {
    if (phase.connections === 0) continue;
    const endMs = Math.min(phase.startMs + phase.seconds * 1000, phase.endMs ?? run.lastMs);
    let lastMs = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < run.client.rows; row++) {
      const endedMs = run.client.endedMs(row);
      if (run.client.outcome.at(row) === ok && endedMs >= phase.startMs && endedMs <= endMs) {
        lastMs = Math.max(lastMs, endedMs);
      }
    }
    const seconds = (endMs - lastMs) / 1000;
    if (Number.isFinite(seconds) && seconds >= 1) return { phase: phase.name, lastMs, seconds };
  }
  return null;
}

/**
 * How long the pool went on working after a load had stopped, every client of which was gone: from the end of the
 * phase before one without load to the first sample in which nothing is used and nothing waits.
 */
export function workForNobody(run: RunRecord): { endMs: number; seconds: number } | null {
  const at = run.phases.findIndex(({ connections }, i) => i > 0 && connections === 0);
  const drain = run.phases[at];
  if (!drain) return null;
  const fromMs = drain.startMs;
  const idle = run.serverSamples.find(({ t, data }) => t >= fromMs && data.pool.used === 0 && data.pool.pending === 0);
  return idle ? { endMs: idle.t, seconds: (idle.t - fromMs) / 1000 } : null;
}
