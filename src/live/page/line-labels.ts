/// <reference lib="dom" />
import type uPlot from 'uplot';
import type { Panel } from './panels.ts';
import { colour } from './theme.ts';

const fontPx = 16;
const gapPx = 6;

/** Room that the labels need at the right of a chart. */
export const labelRoom = 150;

/** Writes the name of each line at its end, moved apart where lines meet: nobody has to hunt for a legend. */
export function drawLabels(plot: uPlot, panel: Panel): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const [top, bottom] = [bbox.top + (fontPx * ratio) / 2, bbox.top + bbox.height - (fontPx * ratio) / 2];
  const labels = panel.lines.flatMap(({ label, meaning }, i) => {
    const at = lastOf(plot.data[i + 1]);
    const [x, y] = [plot.data[0][at], plot.data[i + 1]?.[at]];
    if (x === undefined || y === null || y === undefined) return [];
    return [{ label, meaning, x: plot.valToPos(x, 'x', true), y: plot.valToPos(y, 'y', true) }];
  });
  labels.sort((a, b) => a.y - b.y);
  const stepPx = (fontPx + 1) * ratio;
  for (let i = 0, least = top; i < labels.length; i++) {
    const label = labels[i] as (typeof labels)[number];
    label.y = Math.max(least, label.y);
    least = label.y + stepPx;
  }
  for (let i = labels.length - 1, most = bottom; i >= 0; i--) {
    const label = labels[i] as (typeof labels)[number];
    label.y = Math.min(most, label.y);
    most = label.y - stepPx;
  }
  ctx.save();
  ctx.font = `600 ${fontPx * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const { label, meaning, x, y } of labels) {
    ctx.fillStyle = colour(meaning);
    ctx.fillText(label, Math.max(x, bbox.left) + gapPx * ratio, y);
  }
  ctx.restore();
}

/** The place of the last value, or −1. */
function lastOf(values: ArrayLike<number | null | undefined> | undefined): number {
  let at = (values?.length ?? 0) - 1;
  while (at >= 0 && (values?.[at] === null || values?.[at] === undefined)) at--;
  return at;
}
