import { decodeRun } from './decode.js';
import { atSecond, exact } from './numbers.js';
import { makePanel, valuesOf } from './panel.js';

const page = JSON.parse(document.getElementById('page-data').textContent);
const began = performance.now();
const runs = await Promise.all(
  page.runs.map((facts, i) => decodeRun(facts, document.getElementById(`columns-${i}`).textContent.trim())),
);
const allPanels = Object.values(page.figures).flat();
const drawn = [];
const view = {
  hiddenClasses: new Set(),
  hiddenPhases: new Set(),
  isHidden: (run, seconds) => view.hiddenPhases.size > 0 && view.hiddenPhases.has(phaseAt(run, seconds)?.name),
  range: visibleRange,
  scaleOf: (panel) => scales.get(panel.id),
  onCursor: (panel, run, plot) => show(panel, run, plot.cursor.idx),
};
let scales = visibleScales();

for (const element of document.querySelectorAll('[data-panel]')) {
  const panel = allPanels.find(({ id }) => id === element.dataset.panel);
  const run = runs[Number(element.dataset.run)];
  drawn.push({ ...makePanel(element, panel, run, view), panel, run, element });
}
showRest();
for (const button of document.querySelectorAll('[data-class]')) {
  button.addEventListener('click', () => toggle(view.hiddenClasses, button.dataset.class));
}
for (const button of document.querySelectorAll('[data-phase]')) {
  button.addEventListener('click', () => toggle(view.hiddenPhases, button.dataset.phase));
}
for (const details of document.querySelectorAll('details[data-figure]')) {
  details.addEventListener('toggle', () => fillTable(details), { once: true });
}
const slider = document.getElementById('read-at');
slider.addEventListener('input', () => readAt(Number(slider.value)));
document.getElementById('charts').addEventListener('mouseleave', showRest);
let width = window.innerWidth;
window.addEventListener('resize', () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  for (const { resize } of drawn) resize();
});
document.documentElement.dataset.drawnMs = String(Math.round(performance.now() - began));

/** Switches a class or a phase on or off, unless it is the last phase that is on. */
function toggle(hidden, name) {
  if (hidden.has(name)) hidden.delete(name);
  else hidden.add(name);
  if (visibleRange() === null) {
    hidden.delete(name);
    return;
  }
  for (const same of document.querySelectorAll('[data-class],[data-phase]')) {
    if ((same.dataset.class ?? same.dataset.phase) === name)
      same.setAttribute('aria-pressed', String(!hidden.has(name)));
  }
  scales = visibleScales();
  [slider.min, slider.max] = visibleRange().map(String);
  for (const { panel, element, redraw } of drawn) {
    element.closest('.panel').classList.toggle('off', view.hiddenClasses.has(panel.outcome));
    redraw();
  }
  showRest();
}

function phaseAt(run, seconds) {
  return run.phases.findLast(({ startSeconds }) => startSeconds <= seconds) ?? run.phases[0];
}

/** From the first to the last phase that is shown in any run; null when none is. */
function visibleRange() {
  const shown = runs.flatMap(({ phases, seconds }) =>
    phases.length === 0
      ? [[0, seconds.at(-1) ?? 1]]
      : phases
          .filter(({ name }) => !view.hiddenPhases.has(name))
          .map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]),
  );
  if (shown.length === 0) return null;
  return [Math.min(...shown.map(([from]) => from)), Math.max(...shown.map(([, to]) => to))];
}

/** The range of each panel's values over all runs: what stands side by side is drawn to the same scale. */
function visibleScales() {
  const found = new Map();
  for (const panel of allPanels) {
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (const run of runs) {
      for (const series of panel.series) {
        for (const value of valuesOf(series, run, view)) {
          if (value === null) continue;
          if (value > most) most = value;
          if (value > 0 && value < least) least = value;
        }
      }
    }
    found.set(panel.id, { least, most });
  }
  const mostOfClasses = Math.max(1, ...allPanels.filter(({ outcome }) => outcome).map(({ id }) => found.get(id).most));
  return new Map(
    allPanels.map(({ id, kind, log, outcome }) => {
      const { least, most } = found.get(id);
      if (log) {
        const from = Number.isFinite(least) ? least : 1;
        return [id, [from / 1.6, Math.max(most, from * 10) * 1.6]];
      }
      const top = outcome ? mostOfClasses : most || 1;
      return [id, kind === 'strip' ? [-0.06 * top, top * 1.12] : [-0.015 * top, top * 1.06]];
    }),
  );
}

/** Shows the values at a row beside their names, and says where that is. */
function show(panel, run, row) {
  if (row === null || row === undefined) return;
  const at = run.seconds[row];
  const index = runs.indexOf(run);
  panel.series.forEach((series, i) => {
    const value = drawn.find((one) => one.panel === panel && one.run === run)?.plot.data[i + 1][row] ?? null;
    output(panel, index, i).textContent = value === null ? '–' : `${exact(value)}${series.unit}`;
  });
  if (index === 0 && panel === allPanels[0]) sayWhere(at, phaseAt(run, at)?.name);
}

function sayWhere(at, phase) {
  const text = `${atSecond(at)} s${phase ? `, ${phase}` : ''}`;
  document.getElementById('read-at-text').textContent = text;
  slider.value = String(at);
  slider.setAttribute('aria-valuetext', text);
}

/** Nothing is pointed at: beside each name stands the highest value. */
function showRest() {
  for (const { panel, run, plot } of drawn) {
    panel.series.forEach((series, i) => {
      let most = null;
      for (const value of plot.data[i + 1]) if (value !== null && (most === null || value > most)) most = value;
      const text = most === null ? 'none' : `${exact(most)}${series.unit}`;
      const isPeak = most !== null && most > 0 && !series.isLimit;
      output(panel, runs.indexOf(run), i).textContent = isPeak ? `up to ${text}` : text;
    });
  }
  document.getElementById('read-at-text').textContent = 'highest values';
}

function output(panel, run, series) {
  return document.getElementById(`value-${run}-${panel.id}-${series}`);
}

/** Moves the cursor of every panel to a time: for the keyboard and for fingers. */
function readAt(seconds) {
  for (const { plot, panel, run } of drawn) {
    const row = Math.min(Math.max(Math.round((seconds * 1000) / run.binMs - 0.5), 0), run.rows - 1);
    plot.setCursor({ left: plot.valToPos(run.seconds[row], 'x'), top: 10 }, false);
    show(panel, run, row);
  }
}

/** Fills the table of a figure when it is opened for the first time. */
function fillTable(details) {
  const panels = page.figures[details.dataset.figure];
  const run = runs[Number(details.dataset.run)];
  const series = panels
    .flatMap((panel) => panel.series)
    .filter(({ columns, constant }) => constant === undefined && columns.length === 1);
  const shown = series.filter(({ columns: [name] }) => run.columns.has(name));
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const text of ['from s', ...shown.map(({ label, unit }) => `${label}${unit ? ` (${unit.trim()})` : ''}`)]) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  const most = 5000;
  for (let row = 0; row < Math.min(run.rows, most); row++) {
    const line = body.insertRow();
    line.insertCell().textContent = atSecond((row * run.binMs) / 1000);
    for (const {
      columns: [name],
    } of shown) {
      const value = run.columns.get(name)[row];
      line.insertCell().textContent = value === null ? '–' : exact(value);
    }
  }
  const box = details.querySelector('.numbers');
  box.append(table);
  if (run.rows > most) box.append(`Cut after ${exact(most)} of ${exact(run.rows)} rows; the recording holds them all.`);
}
