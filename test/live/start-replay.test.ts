import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Frame } from '../../src/live/frame.ts';
import { type Replay, startReplay } from '../../src/live/start-replay.ts';
import { type EventReader, readEventStream } from '../support/event-reader.ts';
import { type LiveDirectory, liveDirectory } from '../support/live-directory.ts';
import { until } from '../support/until.ts';

let run: LiveDirectory;
let replay: Replay;
let reader: EventReader;

beforeEach(async () => {
  run = liveDirectory();
  run.write('lab', 0, 'phase.start', { name: 'baseline', seconds: 4, connections: 4 });
  for (let t = 100; t <= 3000; t += 100) run.tenth(t, 8);
  run.write('lab', 3050, 'run.end', { status: 'complete', reason: null });
  replay = await startReplay(run.directory, 20);
  reader = await readEventStream(replay.url.replace('/?', '/events?'));
});
afterEach(async () => {
  reader.close();
  await replay.close();
  run.remove();
});

test('a recording is shown again from its beginning to its end, in order, and says that it is a replay', async () => {
  await replay.done;
  await until(() => reader.events.at(-1)?.event === 'end', 'the end');
  expect(reader.events[0]).toMatchObject({ event: 'facts', data: { mode: 'replay', speed: 20, presents: false } });
  const frames = reader.events.filter(({ event }) => event === 'frame').map(({ data }) => data as Frame);
  expect(frames.slice(0, 6).map(({ seconds, sent }) => [seconds, sent])).toEqual(
    [0.5, 1, 1.5, 2, 2.5, 3].map((seconds) => [seconds, 40]),
  );
  expect(reader.events.at(-1)?.data).toEqual({ status: 'complete', reason: null });
});
