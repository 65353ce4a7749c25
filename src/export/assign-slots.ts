import { MinHeap } from './min-heap.ts';

/**
 * Gives each interval [start, end) the lowest slot, from 0, that is free at its start: as many slots are used as
 * intervals overlap at the most. The intervals may come in any order; an end before its start counts as the start.
 */
export function assignSlots(starts: ArrayLike<number>, ends: ArrayLike<number>): Int32Array {
  const slots = new Int32Array(starts.length);
  const busy = new MinHeap();
  const free = new MinHeap();
  let used = 0;
  for (const i of inOrderOf(starts)) {
    const start = starts[i] as number;
    while (busy.smallestKey <= start) {
      const slot = busy.pop() as number;
      free.push(slot, slot);
    }
    const slot = free.pop() ?? used++;
    slots[i] = slot;
    busy.push(Math.max(start, ends[i] as number), slot);
  }
  return slots;
}

/** The positions of values, smallest value first; of equal values the earlier position first. */
export function inOrderOf(values: ArrayLike<number>): Int32Array {
  const positions = new Int32Array(values.length);
  for (let i = 0; i < positions.length; i++) positions[i] = i;
  return positions.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
}
