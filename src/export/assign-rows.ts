import { assignSlots, inOrderOf } from './assign-slots.ts';

/** Requests as intervals, each with the connection that it was on. */
export interface Requests {
  connections: ArrayLike<number>;
  starts: ArrayLike<number>;
  ends: ArrayLike<number>;
}

/**
 * Gives each request a row to be drawn in, from 0. A connection keeps its row from its first request to its last; then
 * the row is free for another, so that 160 clients that reconnect a thousand times take 160 rows. Requests that are
 * open at once on a connection (pipelining) take rows next to each other.
 */
export function assignRows({ connections, starts, ends }: Requests): Int32Array {
  const { firstMs, lastMs, openUntil } = lifetimes({ connections, starts, ends });
  const rows = new Int32Array(starts.length);
  let depth = 1;
  for (const i of inOrderOf(starts)) {
    const lanes = openUntil.get(connections[i] as number) as number[];
    const start = starts[i] as number;
    const known = lanes.findIndex((until) => until <= start);
    const lane = known < 0 ? lanes.length : known;
    lanes[lane] = Math.max(start, ends[i] as number);
    rows[i] = lane;
    depth = Math.max(depth, lane + 1);
  }
  const place = new Map([...openUntil.keys()].map((connection, i) => [connection, i]));
  const rowOf = assignSlots(firstMs, lastMs);
  for (let i = 0; i < rows.length; i++) {
    const base = rowOf[place.get(connections[i] as number) as number] as number;
    rows[i] = base * depth + (rows[i] as number);
  }
  return rows;
}

function lifetimes({ connections, starts, ends }: Requests): {
  firstMs: number[];
  lastMs: number[];
  openUntil: Map<number, number[]>;
} {
  const placeOf = new Map<number, number>();
  const firstMs: number[] = [];
  const lastMs: number[] = [];
  for (let i = 0; i < starts.length; i++) {
    const connection = connections[i] as number;
    const place = placeOf.get(connection) ?? firstMs.length;
    placeOf.set(connection, place);
    const start = starts[i] as number;
    firstMs[place] = Math.min(firstMs[place] ?? start, start);
    lastMs[place] = Math.max(lastMs[place] ?? start, start, ends[i] as number);
  }
  return { firstMs, lastMs, openUntil: new Map([...placeOf.keys()].map((connection) => [connection, []])) };
}
