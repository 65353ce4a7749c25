import { expect, test } from 'vitest';
import { assignSlots } from '../../src/export/assign-slots.ts';

type Interval = [start: number, end: number];

test.each<{ name: string; intervals: Interval[]; slots: number[] }>([
  { name: 'nothing takes no slot', intervals: [], slots: [] },
  { name: 'one interval takes the first slot', intervals: [[5, 9]], slots: [0] },
  {
    name: 'what follows without a gap takes the same slot',
    intervals: [
      [0, 5],
      [5, 9],
    ],
    slots: [0, 0],
  },
  {
    name: 'what overlaps takes another',
    intervals: [
      [0, 5],
      [4, 9],
    ],
    slots: [0, 1],
  },
  {
    name: 'the lowest free slot is taken first',
    intervals: [
      [0, 9],
      [0, 4],
      [0, 6],
      [7, 8],
    ],
    slots: [0, 1, 2, 1],
  },
  {
    name: 'the order in which they come does not matter',
    intervals: [
      [4, 9],
      [0, 5],
    ],
    slots: [1, 0],
  },
  {
    name: 'of two that start together the first named is first',
    intervals: [
      [0, 1],
      [0, 2],
      [1, 3],
    ],
    slots: [0, 1, 0],
  },
  {
    name: 'an interval without length frees its slot at once',
    intervals: [
      [3, 3],
      [3, 8],
    ],
    slots: [0, 0],
  },
  {
    name: 'an end before its start counts as the start',
    intervals: [
      [3, 1],
      [3, 8],
    ],
    slots: [0, 0],
  },
])('$name', ({ intervals, slots }) => {
  const assigned = assignSlots(
    intervals.map(([start]) => start),
    intervals.map(([, end]) => end),
  );
  expect([...assigned]).toEqual(slots);
});

test('holds of a pool of four never take a fifth slot', () => {
  // Four slots, each busy without a gap, with holds of different lengths.
  const starts: number[] = [];
  const ends: number[] = [];
  for (let slot = 0; slot < 4; slot++) {
    for (let at = slot, i = 0; at < 10_000; i++) {
      const end = at + 20 + ((i * 7 + slot * 3) % 50);
      starts.push(at);
      ends.push(end);
      at = end;
    }
  }
  const slots = assignSlots(starts, ends);
  expect(Math.max(...slots)).toBe(3);
  const busyUntil = [0, 0, 0, 0];
  for (const i of starts.map((_start, at) => at).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0))) {
    const slot = slots[i] as number;
    expect(starts[i]).toBeGreaterThanOrEqual(busyUntil[slot] as number);
    busyUntil[slot] = ends[i] as number;
  }
});
