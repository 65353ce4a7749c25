import type { Frame } from '../frame.ts';
import { count, durationText, rate } from './format.ts';
import { endings, type RunState } from './run-state.ts';

export interface Line {
  label: string;
  /** The meaning of its colour. */
  meaning: 'offered' | 'done' | 'failed' | 'waiting' | 'model' | 'limit';
  dash: number[];
  width: number;
  value(frame: Frame, state: RunState): number | null;
}

export interface Panel {
  id: string;
  isLog: boolean;
  lines: Line[];
  format(value: number): string;
}

const line = (label: string, meaning: Line['meaning'], value: Line['value'], dash: number[] = [], width = 3): Line => ({
  label,
  meaning,
  value,
  dash,
  width,
});

const perSec =
  (read: (frame: Frame) => number | null): Line['value'] =>
  (frame, { facts }) => {
    const n = read(frame);
    return n === null || !facts ? null : (n * 1000) / facts.frameMs;
  };

/** The three charts. Dashes tell lines apart where colours cannot; each also has its name at its end. */
export const panels: readonly Panel[] = [
  {
    id: 'rates',
    isLog: false,
    format: (value) => `${rate(value)}/s`,
    lines: [
      line(
        'offered',
        'offered',
        perSec(({ sent }) => sent),
        [2, 4],
      ),
      line(
        'turned away',
        'failed',
        perSec((frame) => endings(frame).shed || null),
        [3, 5],
      ),
      line(
        'failed',
        'failed',
        perSec((frame) => endings(frame).failed),
        [10, 4],
      ),
      line(
        'answered',
        'done',
        perSec((frame) => endings(frame).ok),
      ),
    ],
  },
  {
    id: 'latency',
    isLog: true,
    format: durationText,
    lines: [
      line('client gives up', 'limit', (_frame, { facts }) => facts?.timeoutMs ?? null, [9, 6], 2),
      line('p99', 'done', ({ latencyMs }) => latencyMs?.p99 ?? null, [8, 4]),
      line('p50', 'done', ({ latencyMs }) => latencyMs?.p50 ?? null),
    ],
  },
  {
    id: 'pool',
    isLog: false,
    format: count,
    lines: [
      line('model: waiting', 'model', ({ predictedPending }) => predictedPending, [2, 5]),
      line('waiting', 'waiting', ({ pool }) => pool?.pending ?? null),
      line('in use', 'done', ({ pool }) => pool?.used ?? null),
      line('pool size', 'limit', ({ pool }) => pool?.max ?? null, [9, 6], 2),
    ],
  },
];
