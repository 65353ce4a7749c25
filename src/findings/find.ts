import { isOutOfFiles } from '../ledger/files.ts';
import type { Books } from '../ledger/summarise.ts';
import type { Finding, OutcomeCounts, PhaseSummary, Summary } from '../ledger/summary.ts';
import { count } from '../numbers.ts';
import { clientOutcomes, isFailure } from '../recording/outcomes.ts';

/** What a run shows, most severe first. Each finding carries the numbers it rests on. */
export function findAll(books: Books): Finding[] {
  const rank = { error: 0, warning: 1, info: 2 };
  return [pastTheCliff, outlastsTheLoad, deadGrants, filesFull, ghostWrites, silentServer, autocannonDiffers]
    .flatMap((find) => find(books) ?? [])
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

export function failuresOf(outcomes: OutcomeCounts): number {
  return clientOutcomes.reduce((sum, outcome) => sum + (isFailure(outcome) ? (outcomes[outcome] ?? 0) : 0), 0);
}

/** The phase with the most connections beyond the cliff, if one is. */
export function collapsedPhase(books: Books): PhaseSummary | null {
  const beyond = books.phases.filter(
    ({ predicted, connections, settled }) =>
      predicted && connections > predicted.cliffConnections && settled.okPerSec < 0.5 * predicted.capacityPerSec,
  );
  return beyond.sort((a, b) => b.connections - a.connections)[0] ?? null;
}

function pastTheCliff(books: Books): Finding | null {
  const phase = collapsedPhase(books);
  if (!phase?.predicted || !books.pool) return null;
  const { cliffConnections, capacityPerSec } = phase.predicted;
  return {
    code: 'POOL_TOO_SMALL',
    severity: 'error',
    text:
      `The pool is too small for this load: ${phase.connections} connections wait for ${books.pool.max}, which can serve ` +
      `${number(capacityPerSec)} requests a second and so at most ${number(cliffConnections)} clients within their time-out.`,
    evidence: {
      phase: phase.name,
      connections: phase.connections,
      cliffConnections: round(cliffConnections),
      capacityPerSec: round(capacityPerSec),
      okPerSec: round(phase.settled.okPerSec),
      poolBusyShare: round(phase.settled.pool?.busyShare ?? 0),
    },
    next: 'bound the wait: an acquire deadline below the time-out less the query (--set pool.acquireTimeoutMs=500)',
  };
}

function outlastsTheLoad(books: Books): Finding | null {
  const collapsed = collapsedPhase(books);
  if (!collapsed) return null;
  const later = books.phases.slice(books.phases.indexOf(collapsed) + 1);
  const still = later.find(({ predicted, okPerSec }) => predicted && okPerSec < predicted.okPerSec / 2);
  if (!still?.predicted) return null;
  return {
    code: 'OUTLASTS_THE_LOAD',
    severity: 'error',
    text:
      `The outage outlasts its cause: phase ${still.name}, with ${still.connections} connections, got ${number(still.okPerSec)} ` +
      `answers a second of ${number(still.predicted.okPerSec)}, since the pool still works off the queue of clients that have left.`,
    evidence: {
      phase: still.name,
      okPerSec: round(still.okPerSec),
      predictedOkPerSec: round(still.predicted.okPerSec),
    },
    next: 'less load does not end it soon; dropping the queue does: restart the api, or drop what has waited too long',
  };
}

function deadGrants({ pool }: Books): Finding | null {
  if (!pool || pool.deadGrants === 0) return null;
  return {
    code: 'DEAD_GRANTS',
    severity: pool.deadGrants > pool.grants / 10 ? 'error' : 'warning',
    text:
      `${count(pool.deadGrants)} of ${count(pool.grants)} connections that the pool granted went to requests whose client ` +
      'had already left: the queries ran, and nobody read the answer.',
    evidence: { deadGrants: pool.deadGrants, grants: pool.grants, oldestWaitMs: Math.round(pool.oldestWaitMs) },
    next: 'a request that has waited longer than its client does should be dropped, not served',
  };
}

function filesFull({ files, client, reconciliation, kernel }: Books): Finding | null {
  if (!files || files.limit === null || !isOutOfFiles(files.max, files.limit)) return null;
  const refused = (reconciliation ?? []).reduce(
    (sum, row) => sum + (row.server === 'never_reached' ? row.count : 0),
    0,
  );
  return {
    code: 'FILES_FULL',
    severity: 'error',
    text:
      `The api ran out of file handles (${files.max} of ${files.limit}). Node says nothing then: it accepts and closes, and ` +
      `${count(refused)} requests never reached the api.`,
    evidence: {
      files: files.max,
      limit: files.limit,
      neverReached: refused,
      clientsReset: client.outcomes.reset ?? 0,
      tcpAbortOnClose: kernel?.TCPAbortOnClose ?? 'unknown',
    },
    next: 'the handles are held by requests that wait: shorten the queue before you raise the limit',
  };
}

function ghostWrites({ orders }: Books): Finding | null {
  if (!orders || orders.ghost === 0) return null;
  return {
    code: 'GHOST_WRITES',
    severity: 'error',
    text: `${count(orders.ghost)} of ${count(orders.written)} orders were written although the client was told nothing: a customer who tries again orders twice.`,
    evidence: { ...orders },
    next: 'give writes an idempotency key, or check the deadline before the write',
  };
}

function silentServer({ client, server }: Books): Finding | null {
  const failures = failuresOf(client.outcomes);
  if (!server || failures === 0 || server.log.lines > 0) return null;
  const gone = Object.entries(server.outcomes).reduce(
    (sum, [outcome, n]) => sum + (outcome.startsWith('client_gone') ? (n ?? 0) : 0),
    0,
  );
  return {
    code: 'SILENT_SERVER',
    severity: 'warning',
    text:
      `The server's log is empty although ${count(failures)} requests failed: when a client leaves, Node destroys the ` +
      `socket and later writes fail without an error. ${count(gone)} clients left unnoticed.`,
    evidence: { serverLogLines: 0, clientFailures: failures, clientsGone: gone },
    next: "log `res.on('close')` where `writableFinished` is false, and alarm on the age of the oldest wait",
  };
}

function autocannonDiffers({ autocannon, client, conservation }: Books): Finding | null {
  const text = autocannon && autocannonSentence(autocannon, client);
  if (!text) return null;
  return {
    code: 'AUTOCANNON_DIFFERS',
    severity: 'info',
    text,
    evidence: {
      autocannonErrors: autocannon.errors,
      failures: failuresOf(client.outcomes),
      autocannonP50Ms: autocannon.latencyMs.p50,
      p50Ms: client.latencyMs?.p50 ?? 'none',
      sent: conservation.sent,
    },
    next: 'trust the ledger: it has one line for each request',
  };
}

/** Why autocannon's own figures and the ledger's differ, in one sentence; null where they agree. */
export function autocannonSentence(
  autocannon: NonNullable<Summary['autocannon']>,
  { outcomes, latencyMs }: Pick<Summary['client'], 'outcomes' | 'latencyMs'>,
): string | null {
  const failures = failuresOf(outcomes);
  const p50 = latencyMs?.p50 ?? null;
  const its = autocannon.latencyMs.p50;
  const reasons: string[] = [];
  if (autocannon.errors !== failures) {
    reasons.push(
      `it counts ${count(autocannon.errors)} errors where ${count(failures)} requests failed, since it counts sockets and not ` +
        `requests, and nothing at all when a connection is closed before its answer (${count(outcomes.closed_early ?? 0)} here)`,
    );
  }
  // Its histogram holds whole milliseconds, so a difference of one says nothing.
  if (p50 !== null && Math.abs(its - p50) > 1 + p50 / 10) {
    reasons.push(
      `its median is ${count(its)} ms and not ${number(p50)} ms, since after a lost request it takes each answer on that ` +
        'connection for the answer to an earlier request',
    );
  } else if (reasons.length > 0) reasons.push('its latency knows only the answers that it got, as ours does');
  return reasons.length === 0 ? null : `autocannon differs: ${reasons.join('; ')}.`;
}

function number(n: number): string {
  return (Math.round(n * 10) / 10).toLocaleString('en-US');
}

function round(n: number): number {
  return Math.round(n * 1000) / 1000;
}
