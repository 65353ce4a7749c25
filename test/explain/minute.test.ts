import { expect, it } from 'vitest';
import { minuteOf } from '../../src/explain/minute.ts';

it.each([
  ['pino', '{"level":50,"time":1795341600123,"msg":"x"}', '2026-11-22T10:00Z'],
  ['pino with isoTime', '{"level":50,"time":"2026-11-22T10:00:00.123Z","msg":"x"}', '2026-11-22T10:00Z'],
  ['zap', '{"level":"error","ts":1795341600.123,"msg":"x"}', '2026-11-22T10:00Z'],
  ['winston', '{"message":"x","timestamp":"2026-11-22 10:00:00","level":"error"}', '2026-11-22T10:00'],
  ['ISO 8601', '2026-11-22T10:00:59.999Z ERROR x', '2026-11-22T10:00Z'],
  ['ISO 8601 with an offset', '2026-11-22T10:00:00+01:00 x', '2026-11-22T09:00Z'],
  ['ISO 8601 without a zone', '2026-11-22 10:00:00,123 ERROR x', '2026-11-22T10:00'],
  ['Gin', '[GIN] 2026/11/22 - 10:00:00 | 200 | 5s | 10.0.0.9 | GET "/"', '2026-11-22T10:00'],
  ["Go's log package, in colour", '\u001b[31m2026/11/22 10:00:00 write tcp', '2026-11-22T10:00'],
  ['nginx error log', '2026/11/22 10:00:00 [error] 29#29: *1 upstream timed out', '2026-11-22T10:00'],
  [
    'nginx and Apache access log',
    '10.0.0.9 - - [22/Nov/2026:12:00:00 +0200] "GET / HTTP/1.1" 499 0',
    '2026-11-22T10:00Z',
  ],
  ['Apache error log', '[Sun Nov 22 10:00:00.123456 2026] [proxy:error] x', '2026-11-22T10:00'],
  ['the second line of a record', 'Traceback\n2026-11-22 10:00:00 x', '2026-11-22T10:00'],
  ['no time', 'read ECONNRESET', null],
  ['a clock without a date', '[10:00:00.123] ERROR x', null],
  ['a false date', '2026-13-45T99:00:00 x', null],
  ['a number that is no time', '{"time":12,"msg":"x"}', null],
])('reads the minute of %s', (_name, record, minute) => {
  expect(minuteOf(record)).toBe(minute);
});
