import { describe, expect, test } from 'vitest';
import {
  type ClosedLoop,
  capacityPerSec,
  cliffClients,
  goodputPerSec,
  longestQueueInTime,
} from '../../src/queueing/closed-loop.ts';

const loop = (poolMax: number, holdMs: number, timeoutMs: number, thinkMs: number): ClosedLoop => ({
  poolMax,
  holdMs,
  timeoutMs,
  thinkMs,
});

describe('capacity is c/S', () => {
  test.each([
    { poolMax: 4, holdMs: 50, perSec: 80 },
    { poolMax: 1, holdMs: 1000, perSec: 1 },
    { poolMax: 10, holdMs: 4, perSec: 2500 },
  ])('$poolMax connections held for $holdMs ms serve $perSec a second', ({ poolMax, holdMs, perSec }) => {
    expect(capacityPerSec({ poolMax, holdMs })).toBe(perSec);
  });
});

describe('the cliff is c·(T + Z)/S', () => {
  test.each([
    { c: 4, S: 50, T: 1000, Z: 0, clients: 80 },
    { c: 8, S: 50, T: 1000, Z: 0, clients: 160 },
    { c: 4, S: 100, T: 1000, Z: 0, clients: 40 },
    { c: 4, S: 50, T: 500, Z: 0, clients: 40 },
    { c: 4, S: 50, T: 1000, Z: 250, clients: 100 },
    { c: 1, S: 1000, T: 500, Z: 0, clients: 0.5 },
  ])('c=$c S=$S T=$T Z=$Z: $clients clients', ({ c, S, T, Z, clients }) => {
    expect(cliffClients(loop(c, S, T, Z))).toBe(clients);
  });
});

describe('goodput rises to the capacity and falls to nothing beyond the cliff', () => {
  test.each([
    { clients: 0, perSec: 0 },
    { clients: 1, perSec: 20 },
    { clients: 3, perSec: 60 },
    { clients: 4, perSec: 80 },
    { clients: 5, perSec: 80 },
    { clients: 79, perSec: 80 },
    { clients: 80, perSec: 80 },
    { clients: 81, perSec: 0 },
    { clients: 160, perSec: 0 },
  ])('$clients clients on c=4 S=50 T=1000: $perSec a second', ({ clients, perSec }) => {
    expect(goodputPerSec(loop(4, 50, 1000, 0), clients)).toBe(perSec);
  });

  test('a client that thinks asks for less', () => {
    expect(goodputPerSec(loop(4, 50, 1000, 50), 2)).toBe(20);
  });
});

describe('the longest queue that is served in time is c·(T − S)/S', () => {
  test.each([
    { c: 4, S: 50, T: 1000, waiting: 76 },
    { c: 1, S: 50, T: 50, waiting: 0 },
    { c: 3, S: 300, T: 1000, waiting: 7 },
    { c: 4, S: 1000, T: 500, waiting: 0 },
  ])('c=$c S=$S T=$T: $waiting wait', ({ c, S, T, waiting }) => {
    expect(longestQueueInTime({ poolMax: c, holdMs: S, timeoutMs: T })).toBe(waiting);
  });
});
