/// <reference lib="dom" />
import type uPlot from 'uplot';
import type { Mark } from '../frame.ts';
import { colour } from './theme.ts';

const fontPx = 16;
const longestLabel = 28;

/** Draws where phases begin, something was changed or marked, and something happened for the first time. */
export function drawMarks(plot: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  for (const { seconds, kind } of inView(plot, marks)) {
    const x = Math.round(plot.valToPos(seconds, 'x', true));
    const isFinding = kind === 'finding';
    ctx.strokeStyle = colour(isFinding ? 'failed' : 'quiet');
    ctx.lineWidth = (kind === 'change' || kind === 'mark' ? 3 : 1) * ratio;
    ctx.setLineDash(kind === 'phase' ? [4 * ratio, 4 * ratio] : []);
    ctx.beginPath();
    // A finding is a tick at the foot: several come within a second, and the line of news names the last ones.
    ctx.moveTo(x, isFinding ? bbox.top + bbox.height - 8 * ratio : bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** Writes what the marks are, beside them, in the first of two rows that has room; changes before phases. */
export function drawMarkNames(plot: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const rowPx = fontPx * 1.2 * ratio;
  const taken: { row: number; left: number; right: number }[] = [];
  const named = inView(plot, marks).filter(({ kind }) => kind !== 'finding');
  ctx.save();
  ctx.font = `${fontPx * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  for (const { seconds, kind, label } of named.toSorted((a, b) => rank(a) - rank(b) || b.seconds - a.seconds)) {
    const text = label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
    const width = ctx.measureText(text).width;
    const left = plot.valToPos(seconds, 'x', true) + 5 * ratio;
    const right = left + width + 8 * ratio;
    const row = [0, 1].find((one) => !taken.some((t) => t.row === one && t.left < right && left < t.right));
    if (row === undefined || right > ctx.canvas.width) continue;
    taken.push({ row, left, right });
    const top = bbox.top + row * rowPx;
    ctx.fillStyle = colour('ground');
    ctx.fillRect(left - 2 * ratio, top, width + 4 * ratio, rowPx);
    ctx.fillStyle = colour(kind === 'phase' ? 'quiet' : 'ink');
    ctx.fillText(text, left, top);
  }
  ctx.restore();
}

function rank({ kind }: Mark): number {
  return kind === 'phase' ? 1 : 0;
}

function inView(plot: uPlot, marks: readonly Mark[]): Mark[] {
  const { min, max } = plot.scales.x ?? {};
  return marks.filter(({ seconds }) => seconds >= (min ?? 0) && seconds <= (max ?? 0));
}
