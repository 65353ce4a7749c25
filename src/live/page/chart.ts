/// <reference lib="dom" />
import type UPlot from 'uplot';
import { element } from './dom.ts';
import { drawLabels, labelRoom } from './line-labels.ts';
import { drawMarkNames, drawMarks } from './mark-lines.ts';
import type { Panel } from './panels.ts';
import type { RunState } from './run-state.ts';
import { colour } from './theme.ts';

/** Loaded by a script of its own: it is no module that a browser can import by name. */
const uPlot = (globalThis as unknown as { uPlot: typeof UPlot }).uPlot;

const axisFont = '16px system-ui, sans-serif';
const axisWidth = 74;
const axisHeight = 26;
const longestWindow = 120;
/** A run that outlasts its plan gets so much more room at a time. */
const windowStep = 10;
const sync = uPlot.sync('live');

export interface Chart {
  update(state: RunState): void;
  resize(): void;
  redraw(): void;
}

/** One chart. `hasAxis`: it shows the time axis, which the others share; its marks have names in the first one. */
export function makeChart(panel: Panel, place: { isFirst: boolean; hasAxis: boolean }): Chart {
  const target = element(panel.id);
  const readout = target.parentElement?.querySelector('.readout');
  let state: RunState | null = null;
  let yMax = 0;

  const range = (_plot: UPlot, _min: number | null, max: number | null): UPlot.Range.MinMax => {
    yMax = Math.max(yMax, niceAbove(max ?? 0));
    return [0, yMax];
  };
  const logRange = (_plot: UPlot, min: number | null, max: number | null): UPlot.Range.MinMax => [
    Math.min(10, 10 ** Math.floor(Math.log10(Math.max(min ?? 10, 0.1)))),
    Math.max(2000, (max ?? 0) * 1.6),
  ];
  const size = (): { width: number; height: number } => ({ width: target.clientWidth, height: target.clientHeight });
  const grid = { stroke: () => colour('line'), width: 1 };
  const plot = new uPlot(
    {
      ...size(),
      padding: [9, labelRoom, place.hasAxis ? 0 : 6, 0],
      legend: { show: false },
      cursor: { sync: { key: sync.key }, y: false, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: () => window(state) },
        y: panel.isLog ? { distr: 3, range: logRange } : { range },
      },
      axes: [
        {
          show: place.hasAxis,
          stroke: () => colour('ink'),
          font: axisFont,
          size: axisHeight,
          gap: 2,
          grid,
          ticks: { show: false },
          values: (_plot, splits) => splits.map((seconds) => `${seconds} s`),
        },
        {
          stroke: () => colour('ink'),
          font: axisFont,
          size: axisWidth,
          gap: 6,
          grid: panel.isLog ? { ...grid, filter: onlyTens } : grid,
          ticks: { show: false },
          space: 26,
          values: (_plot, splits) => splits.map((value) => (value === null ? '' : panel.format(value))),
          ...(panel.isLog ? { filter: onlyTens } : {}),
        },
      ],
      series: [
        {},
        ...panel.lines.map(({ label, meaning, dash, width }) => ({
          label,
          stroke: () => colour(meaning),
          width,
          dash,
          points: { show: false },
        })),
      ],
      hooks: {
        drawClear: [(self) => drawMarks(self, state?.marks ?? [])],
        draw: [
          (self) => {
            if (place.isFirst) drawMarkNames(self, state?.marks ?? []);
            drawLabels(self, panel);
          },
        ],
        setCursor: [(self) => readOut(self)],
      },
    },
    [[], ...panel.lines.map(() => [])],
    target,
  );
  sync.sub(plot);

  function readOut(self: UPlot): void {
    if (!readout) return;
    const i = self.cursor.idx;
    const seconds = i == null ? undefined : self.data[0][i];
    readout.textContent = seconds === undefined || i == null ? '' : `at ${seconds.toFixed(1)} s: ${valuesAt(self, i)}`;
  }

  function valuesAt(self: UPlot, i: number): string {
    return panel.lines
      .flatMap(({ label }, line) => {
        const value = self.data[line + 1]?.[i];
        return value === null || value === undefined ? [] : [`${label} ${panel.format(value)}`];
      })
      .join(', ');
  }

  return {
    update(now) {
      state = now;
      const { frames } = now;
      const columns = panel.lines.map(({ value }) => frames.map((frame) => value(frame, now)));
      plot.setData([frames.map(({ seconds }) => seconds), ...columns]);
      const last = frames.length - 1;
      if (last >= 0) target.setAttribute('aria-label', `${panel.id} now: ${valuesAt(plot, last)}`);
    },
    resize: () => plot.setSize(size()),
    redraw: () => plot.redraw(false),
  };
}

/** The whole run while it is short, then the last two minutes. */
function window(state: RunState | null): UPlot.Range.MinMax {
  const last = state?.frames.at(-1)?.seconds ?? 0;
  if (last > longestWindow) return [last - longestWindow, last];
  const planned = state?.facts?.totalSeconds ?? 0;
  const length = last > planned ? Math.ceil((last + 1) / windowStep) * windowStep : Math.max(1, planned);
  return [0, Math.min(longestWindow, length)];
}

/** The next of 1, 2, 5, 10, … above a value: the scale grows in steps and never shrinks under the room's eyes. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return ([1, 2, 3, 5, 10].find((step) => step * power > value * 1.05) ?? 20) * power;
}

function onlyTens(_plot: UPlot, splits: number[]): (number | null)[] {
  return splits.map((value) => (Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6) ? value : null));
}
