import { short } from './numbers.js';
import { drawLabels, drawMarks, drawPhases, font, ink, labelWidth } from './overlays.js';

const axisWidth = 52;

/** Draws one panel of one run. `view`: what is switched on, and the scales that panels share. */
export function makePanel(element, panel, run, view) {
  const data = () => [run.seconds, ...panel.series.map((series) => valuesOf(series, run, view))];
  const isStrip = panel.kind === 'strip';
  const gutter = labelWidth();
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: heightOf(panel),
      padding: [isStrip ? 4 : 20, gutter, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 7 },
        sync: { key: 'time', scales: ['x', null] },
      },
      scales: {
        x: { time: false, range: () => view.range() },
        y: { distr: panel.log ? 3 : 1, range: () => view.scaleOf(panel) },
      },
      axes: [
        {
          show: panel.axis,
          stroke: ink,
          font,
          size: 26,
          values: (_u, splits) => splits.map((value) => `${short(value)} s`),
          grid: { stroke: '#e4e4e4', width: 1 },
          ticks: { show: false },
        },
        {
          stroke: ink,
          font,
          size: axisWidth,
          grid: { stroke: '#e4e4e4', width: 1 },
          ticks: { show: false },
          splits: isStrip ? (u) => [0, u.scales.y.max / 1.12] : panel.log ? powersOfTen : undefined,
          values: (_u, splits) => splits.map((value) => (value === null ? '' : short(value))),
        },
      ],
      series: [{}, ...panel.series.map((series) => seriesOptions(series, run, isStrip))],
      hooks: {
        drawClear: [(u) => drawPhases(u, run, view, isStrip)],
        draw: [(u) => drawMarks(u, run, isStrip), ...(isStrip ? [] : [(u) => drawLabels(u, panel)])],
        setCursor: [(u) => view.onCursor(panel, run, u)],
      },
    },
    data(),
    element,
  );
  return {
    plot,
    redraw: () => plot.setData(data()),
    resize: () => {
      plot.setSize({ width: element.clientWidth, height: heightOf(panel) });
    },
  };
}

function heightOf(panel) {
  return (panel.kind === 'strip' ? 58 : 174) + (panel.axis ? 26 : 0);
}

function powersOfTen(_u, _axis, least, most) {
  const from = Math.ceil(Math.log10(least));
  const to = Math.floor(Math.log10(most));
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

/** The values of a series: a column, the sum of those that are switched on, or a constant; null in hidden phases. */
export function valuesOf(series, run, view) {
  const columns = series.columns.filter((name) => !view.hiddenClasses.has(name)).map((name) => run.columns.get(name));
  const known = columns.filter((column) => column !== undefined);
  return run.seconds.map((at, row) => {
    if (view.isHidden(run, at)) return null;
    if (series.constant !== undefined) return series.constant;
    if (known.length === 0) return null;
    if (known.length === 1) return known[0][row];
    return known.reduce((sum, column) => sum + (column[row] ?? 0), 0);
  });
}

function seriesOptions(series, run, isStrip) {
  const dots = series.kind === 'dots';
  const area = series.kind === 'area';
  return {
    label: series.label,
    stroke: series.colour,
    fill: area ? series.colour : undefined,
    width: dots ? 0 : isStrip ? 1.5 : 2,
    dash: series.dash,
    paths: dots ? () => null : area && isStrip ? barPaths : undefined,
    // A sample that is missing between two others is no gap: samples and bins are equally long, and drift.
    gaps: (u, _series, _from, _to, gaps) => {
      const bridge = u.valToPos((run.binMs / 1000) * 3.1, 'x', true) - u.valToPos(0, 'x', true);
      return gaps.filter(([from, to]) => to - from > bridge);
    },
    points: {
      show: true,
      size: dots ? 5 : 4,
      width: dots ? 1 : undefined,
      stroke: series.colour,
      fill: series.colour,
      filter: (u, index) => (dots ? undefined : alone(u.data[index])),
    },
  };
}

/** Values between two gaps, which no line reaches. */
function alone(values) {
  const rows = [];
  for (let row = 0; row < values.length; row++) {
    if (values[row] !== null && (values[row - 1] ?? null) === null && (values[row + 1] ?? null) === null)
      rows.push(row);
  }
  return rows;
}

/** Bars that stay visible however small they are beside the tallest. */
function barPaths(u, index, from, to) {
  const values = u.data[index];
  const fill = new Path2D();
  const floor = u.valToPos(0, 'y', true);
  const step = u.valToPos(u.data[0][1] ?? 1, 'x', true) - u.valToPos(u.data[0][0], 'x', true);
  const width = Math.max(1, step * 0.9);
  for (let row = from; row <= to; row++) {
    const value = values[row];
    if (value === null || value === 0) continue;
    const top = Math.min(u.valToPos(value, 'y', true), floor - 2 * devicePixelRatio);
    fill.rect(u.valToPos(u.data[0][row], 'x', true) - width / 2, top, width, floor - top);
  }
  return { stroke: null, fill, flags: 2 };
}
