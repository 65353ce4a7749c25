import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PhaseTimer } from '../../src/lab/phase-timer.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a phase is over when its time has passed', () => {
  const timer = new PhaseTimer(false, 60_000);
  const over = timer.begin(2);
  vi.advanceTimersByTime(1999);
  expect(over.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect([over.aborted, timer.lasted(), timer.isEnded]).toEqual([true, 2, false]);
});

test('a phase that is held goes on until it is told, or as long as anything may', () => {
  const timer = new PhaseTimer(true, 60_000);
  const first = timer.begin(2);
  vi.advanceTimersByTime(30_000);
  expect(first.aborted).toBe(false);
  timer.next();
  expect([first.aborted, timer.lasted()]).toEqual([true, 30]);
  const second = timer.begin(2);
  vi.advanceTimersByTime(60_000);
  expect(second.aborted).toBe(true);
});

test('a phase that is let go ends in its time, or at once if that has passed', () => {
  const timer = new PhaseTimer(true, 60_000);
  const early = timer.begin(2);
  timer.hold(false);
  vi.advanceTimersByTime(1500);
  expect(early.aborted).toBe(false);
  vi.advanceTimersByTime(500);
  expect(early.aborted).toBe(true);
  timer.hold(true);
  const late = timer.begin(2);
  vi.advanceTimersByTime(5000);
  timer.hold(false);
  vi.advanceTimersByTime(0);
  expect([late.aborted, timer.lasted()]).toEqual([true, 5]);
});

test('the end of the run ends the phase too', () => {
  const timer = new PhaseTimer(false, 60_000);
  const over = timer.begin(2);
  timer.end();
  expect([over.aborted, timer.isEnded]).toEqual([true, true]);
});
