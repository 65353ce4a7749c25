export const ink = '#1a1a1a';
export const font = '12px system-ui, sans-serif';

/** Room to the right of a chart for the names of its lines; on a narrow screen they stand above only. */
export function labelWidth() {
  return window.innerWidth < 600 ? 8 : 148;
}

/** Phases as bands; in a chart with their names, where there is room. */
export function drawPhases(u, run, view, isStrip) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = scaled(font);
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'left';
  run.phases.forEach((phase, i) => {
    if (view.hiddenPhases.has(phase.name)) return;
    const from = clamp(u.valToPos(phase.startSeconds, 'x', true), bbox);
    const to = clamp(u.valToPos(phase.endSeconds, 'x', true), bbox);
    if (to <= from) return;
    ctx.fillStyle = i % 2 === 0 ? '#f4f6f8' : '#ffffff';
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.fillStyle = '#8a8a8a';
    ctx.fillRect(
      Math.round(from),
      bbox.top - (isStrip ? 0 : 14 * devicePixelRatio),
      devicePixelRatio,
      bbox.height + (isStrip ? 0 : 14 * devicePixelRatio),
    );
    if (isStrip) return;
    ctx.fillStyle = ink;
    const text = fitted(ctx, phase.name, to - from - 8 * devicePixelRatio);
    ctx.fillText(text, from + 4 * devicePixelRatio, bbox.top - 2 * devicePixelRatio);
  });
  ctx.restore();
}

/** A line where somebody did something, in a chart with the number under which the page says what. */
export function drawMarks(u, run, isStrip) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.lineWidth = devicePixelRatio;
  ctx.font = scaled(`bold ${font}`);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  run.marks.forEach((seconds, i) => {
    const x = u.valToPos(seconds, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (!isStrip) ctx.fillText(String(i + 1), x + 3 * devicePixelRatio, bbox.top + devicePixelRatio);
  });
  ctx.restore();
}

/** The name of each line at its right end, apart from one another. */
export function drawLabels(u, panel) {
  if (labelWidth() < 50) return;
  const { ctx, bbox } = u;
  const gap = 15 * devicePixelRatio;
  const labels = panel.series
    .map((series, i) => ({ series, y: endOf(u, i + 1) }))
    .filter(({ y }) => y !== null)
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + gap);
  const over = (labels.at(-1)?.y ?? 0) - (bbox.top + bbox.height - gap / 3);
  if (over > 0)
    for (let i = labels.length - 1, most = Infinity; i >= 0; i--) {
      labels[i].y = Math.min(labels[i].y, bbox.top + bbox.height - gap / 3, most);
      most = labels[i].y - gap;
    }
  ctx.save();
  ctx.font = scaled(font);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const x = bbox.left + bbox.width + 6 * devicePixelRatio;
  for (const { series, y } of labels) {
    ctx.strokeStyle = series.colour;
    ctx.lineWidth = 2.5 * devicePixelRatio;
    ctx.setLineDash(
      series.kind === 'dots'
        ? [2 * devicePixelRatio, 3 * devicePixelRatio]
        : series.dash.map((length) => length * devicePixelRatio * 0.7),
    );
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + 18 * devicePixelRatio, y);
    ctx.stroke();
    ctx.fillStyle = ink;
    ctx.fillText(series.label, x + 22 * devicePixelRatio, y);
  }
  ctx.restore();
}

function endOf(u, index) {
  const value = u.data[index].findLast((candidate) => candidate !== null && candidate !== undefined);
  if (value === undefined) return null;
  const y = u.valToPos(value, 'y', true);
  return Number.isFinite(y) ? Math.min(Math.max(y, u.bbox.top), u.bbox.top + u.bbox.height) : null;
}

function fitted(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  for (let length = text.length - 1; length > 2; length--) {
    const cut = `${text.slice(0, length)}…`;
    if (ctx.measureText(cut).width <= width) return cut;
  }
  return '';
}

function clamp(x, bbox) {
  return Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
}

function scaled(cssFont) {
  return cssFont.replace(/(\d+)px/, (_all, size) => `${size * devicePixelRatio}px`);
}
