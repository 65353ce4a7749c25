import { expect, test } from 'vitest';
import { assignRows } from '../../src/export/assign-rows.ts';

type Request = [connection: number, start: number, end: number];

test.each<{ name: string; requests: Request[]; rows: number[] }>([
  {
    name: 'requests of one connection share a row',
    requests: [
      [7, 0, 5],
      [7, 5, 9],
      [7, 20, 30],
    ],
    rows: [0, 0, 0],
  },
  {
    name: 'connections that live at once have rows of their own',
    requests: [
      [1, 0, 5],
      [2, 1, 6],
    ],
    rows: [0, 1],
  },
  {
    name: 'a connection keeps its row while it idles',
    requests: [
      [1, 0, 5],
      [2, 6, 8],
      [1, 9, 12],
    ],
    rows: [0, 1, 0],
  },
  {
    name: 'a new connection takes the row of one that ended',
    requests: [
      [1, 0, 5],
      [2, 0, 9],
      [3, 6, 8],
    ],
    rows: [0, 1, 0],
  },
  {
    name: 'requests open at once on a connection lie side by side',
    requests: [
      [1, 0, 5],
      [1, 1, 6],
      [2, 0, 4],
      [1, 5, 9],
    ],
    rows: [0, 1, 2, 0],
  },
])('$name', ({ requests, rows }) => {
  const assigned = assignRows({
    connections: requests.map(([connection]) => connection),
    starts: requests.map(([, start]) => start),
    ends: requests.map(([, , end]) => end),
  });
  expect([...assigned]).toEqual(rows);
});
