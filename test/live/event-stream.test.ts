import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { EventLog } from '../../src/live/event-log.ts';
import { streamTo } from '../../src/live/event-stream.ts';

/** A response whose reader takes nothing until the test says so. */
class SlowResponse extends EventEmitter {
  readonly written: string[] = [];
  takes = true;
  ended = false;
  writeHead(): void {}
  write(text: string): boolean {
    this.written.push(text);
    return this.takes;
  }
  end(): void {
    this.ended = true;
  }
  get ids(): number[] {
    return this.written.flatMap((text) => (text.startsWith('id: ') ? [Number(/^id: (\d+)/.exec(text)?.[1])] : []));
  }
}

test('a reader that does not keep up is not written to, and misses nothing once it does', () => {
  const log = new EventLog();
  const say = (): void => log.append('mark', { seconds: 0, kind: 'mark', text: 'x', label: 'x' });
  const res = new SlowResponse();
  streamTo({ headers: {} } as IncomingMessage, res as unknown as ServerResponse, log);
  say();
  res.takes = false;
  for (let i = 0; i < 1000; i++) say();
  expect(res.ids).toEqual([1, 2]);
  res.takes = true;
  res.emit('drain');
  expect(res.ids).toEqual(Array.from({ length: 1001 }, (_, i) => i + 1));
  res.takes = false;
  say();
  log.end();
  expect(res.ended).toBe(false);
  res.takes = true;
  res.emit('drain');
  expect([res.ids.at(-1), res.ended]).toEqual([1002, true]);
  res.emit('close');
});
