import type { Timeline } from '../../ledger/timeline.ts';
import { answeredOutcomes, type ClientOutcome } from '../../recording/outcomes.ts';
import { colours, type Meaning } from './colours.ts';
import { classesOf } from './columns.ts';

/** One line of a panel. */
export interface Series {
  /** The column that is drawn, or the ones whose sum is. */
  columns: string[];
  label: string;
  unit: string;
  colour: string;
  /** Lengths of dashes and gaps in pixels; empty: a solid line. */
  dash: number[];
  kind: 'line' | 'area' | 'dots';
  /** What the others are held against. */
  isLimit: boolean;
  /** A line at one value, without a column. */
  constant?: number;
}

/** One pair of axes. */
export interface Panel {
  id: string;
  kind: 'chart' | 'strip';
  unit: string;
  log: boolean;
  /** Whether the time is written under it. */
  axis: boolean;
  series: Series[];
  /** The class of failures that a strip shows; it can be switched off. */
  outcome?: ClientOutcome;
}

/** What each figure of a page consists of. */
export type Figures = Record<'rates' | 'latency' | 'pool' | 'machine', Panel[]>;

const dashes: Record<Meaning, number[]> = {
  offered: [2, 3],
  done: [],
  failed: [7, 3],
  waiting: [],
  model: [2, 4],
  limit: [9, 6],
};

/** The figures of one run, or of several that are drawn on the same scales. */
export function figuresOf(timelines: readonly Timeline[]): Figures {
  const classes = [...new Set(timelines.flatMap(({ bins }) => classesOf(bins)))];
  const refused = classes.some((name) => answeredOutcomes.has(name));
  const has = (read: (bin: Timeline['bins'][number]) => unknown): boolean =>
    timelines.some(({ bins }) => bins.some((bin) => read(bin) !== null));
  const limit = (name: keyof Timeline['limits']): number | null => {
    const values = new Set(timelines.map(({ limits }) => limits[name]));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return {
    rates: [
      chart('rates', 'requests per second', [
        line('offered', 'sent', 'offered', '/s'),
        line('done', 'ok', 'answered', '/s'),
        ...(classes.length > 0
          ? [{ ...line('failed', '', refused ? 'failed or refused' : 'failed', '/s'), columns: classes }]
          : []),
      ]),
      ...classes.map(
        (name): Panel => ({
          ...strip(`class-${name}`, '/s', [{ ...line('failed', name, name, '/s'), kind: 'area', dash: [] }]),
          outcome: name,
        }),
      ),
    ],
    latency: [
      {
        ...chart('latency', 'milliseconds', [
          line('done', 'p50', 'answers, median', ' ms'),
          { ...line('done', 'p99', 'answers, p99', ' ms'), dash: [7, 3] },
          { ...line('failed', 'failureAge', 'failures, age', ' ms'), kind: 'dots' },
          ...constant(limit('timeoutMs'), "clients' time-out", ' ms'),
        ]),
        log: true,
      },
    ],
    pool: has(({ pool }) => pool)
      ? [
          chart('pool', 'requests', [
            line('waiting', 'pending', 'waiting', ''),
            line('model', 'predicted', 'predicted', ''),
          ]),
          strip('used', '', [
            { ...line('done', 'used', 'connections in use', ''), kind: 'area' },
            line('limit', 'max', 'pool size', ''),
          ]),
        ]
      : [],
    machine: [
      ...(has(({ files }) => files)
        ? [strip('files', '', [line('done', 'files', 'open files', ''), ...constant(limit('fileLimit'), 'limit', '')])]
        : []),
      ...(has(({ loopDelayMs }) => loopDelayMs)
        ? [{ ...strip('loop', ' ms', [line('done', 'loopDelay', 'event-loop delay', ' ms')]), axis: true }]
        : []),
    ],
  };
}

function chart(id: string, unit: string, series: Series[]): Panel {
  return { id, kind: 'chart', unit, log: false, axis: true, series };
}

function strip(id: string, unit: string, series: Series[]): Panel {
  return { id, kind: 'strip', unit, log: false, axis: false, series };
}

function line(meaning: Meaning, column: string, label: string, unit: string): Series {
  return {
    columns: [column],
    label,
    unit,
    colour: colours[meaning],
    dash: dashes[meaning],
    kind: 'line',
    isLimit: meaning === 'limit',
  };
}

function constant(value: number | null, label: string, unit: string): Series[] {
  return value === null ? [] : [{ ...line('limit', '', label, unit), columns: [], constant: value }];
}
