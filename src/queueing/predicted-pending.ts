/** A pool under a closed-loop load; its queue may be bounded. */
export interface QueueModel {
  /** Connections of the pool, c. */
  poolMax: number;
  /** Requests that they serve per second, μ. */
  capacityPerSec: number;
  /** How long a client waits for its answer, T, in milliseconds. */
  timeoutMs: number;
  /** Requests that each connection keeps open, p. */
  pipelining: number;
  /** How long the pool lets a request wait, D, in milliseconds; null: for ever. */
  acquireTimeoutMs: number | null;
  /** The longest queue that the pool allows; null: any. */
  maxPending: number | null;
  /** The api's limit of open files; null: none. An open request holds one, a connection of the pool another. */
  fileLimit: number | null;
}

/** A stretch of time under a load of so many connections, N. */
export interface LoadSpan {
  startMs: number;
  endMs: number;
  connections: number;
}

/**
 * How many requests wait for the pool under loads that follow one another, as a function of time in milliseconds.
 * There is no load outside of the spans, which are in order and do not overlap.
 *
 * In a closed loop N·p requests are open at any time and c of them are served, so N·p − c wait (Denning and Buzen,
 * "The Operational Analysis of Queueing Network Models", 1978). A pool that knows nothing of deadlines also keeps what
 * clients that gave up have left behind. In one time-out T it serves N* = μ·T requests and is sent N·p, so what is left
 * behind grows by N·p − N* each T beyond the cliff, in steps since all clients give up together, and otherwise drains
 * evenly at that rate (the fluid approximation of Kleinrock, "Queueing Systems", volume 2, 1976, chapter 2). Where a
 * request may wait for D at most, only the last D/T steps are still there.
 *
 *     left(t)    = max(0, left(0) + k·(N·p − N*))     k = ⌊min(t, D)/T⌋ beyond the cliff, otherwise t/T
 *     pending(t) = max(0, min(left(t) + N·p, most) − c)     most: what the queue's bound and the files allow
 *
 * Left out: the pause of a client after an error, and the files that the process holds for itself.
 */
export function predictedPending(model: QueueModel, spans: readonly LoadSpan[]): (atMs: number) => number {
  const pieces = piecesOf(model, spans);
  return (atMs) => {
    const piece = pieces.findLast(({ startMs }) => startMs <= atMs);
    return piece ? Math.max(0, openAfter(model, piece, atMs - piece.startMs) - model.poolMax) : 0;
  };
}

interface Piece {
  startMs: number;
  connections: number;
  /** Requests of clients that have left, at the start. */
  left: number;
}

/** The spans and the pauses between them, each with what the ones before have left behind. */
function piecesOf(model: QueueModel, spans: readonly LoadSpan[]): Piece[] {
  const pieces: Piece[] = [];
  let left = 0;
  const begin = (startMs: number, connections: number): void => {
    const last = pieces.at(-1);
    // Whoever is still open when a load stops has left by the time the next one begins.
    if (last) left = openAfter(model, last, startMs - last.startMs);
    pieces.push({ startMs, connections, left });
  };
  for (const { startMs, endMs, connections } of spans) {
    begin(startMs, connections);
    begin(endMs, 0);
  }
  return pieces;
}

function openAfter(model: QueueModel, { connections, left }: Piece, afterMs: number): number {
  const { poolMax, capacityPerSec, timeoutMs, pipelining, acquireTimeoutMs, maxPending, fileLimit } = model;
  const live = connections * pipelining;
  const surplus = live - (capacityPerSec * timeoutMs) / 1000;
  const steps =
    surplus > 0
      ? Math.floor(Math.min(afterMs, acquireTimeoutMs ?? Number.POSITIVE_INFINITY) / timeoutMs)
      : afterMs / timeoutMs;
  const most = Math.min(
    maxPending === null ? Number.POSITIVE_INFINITY : maxPending + poolMax,
    fileLimit === null ? Number.POSITIVE_INFINITY : Math.max(0, fileLimit - poolMax),
  );
  return Math.min(Math.max(0, left + steps * surplus) + live, most);
}
