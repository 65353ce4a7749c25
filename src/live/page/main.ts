/// <reference lib="dom" />
import { type Chart, makeChart } from './chart.ts';
import { element, show } from './dom.ts';
import { showNumbers } from './numbers.ts';
import { panels } from './panels.ts';
import { makePresenter } from './presenter.ts';
import { apply, newState, type RunState } from './run-state.ts';
import { showStatus, type Watch } from './status.ts';
import { ask, listen } from './stream.ts';
import { toggleTheme } from './theme.ts';

const redrawEveryMs = 500;
const tickEveryMs = 250;

const state = newState();
const watch: Watch = { isFrozen: false, isOpen: false, frameAtMs: null };
let charts: Chart[] = [];
const showPresenter = makePresenter();
let isDue = false;
let drawnMs = Number.NEGATIVE_INFINITY;

/** Draws at most twice a second, and what came in between is drawn together. */
function draw(): void {
  if (isDue || watch.isFrozen) return;
  isDue = true;
  setTimeout(
    () => {
      isDue = false;
      if (watch.isFrozen) return;
      drawnMs = performance.now();
      showNumbers(state);
      showNews();
      for (const chart of charts) chart.update(state);
      // What is drawn, for whoever checks that nothing is missing and nothing comes twice.
      element('charts').dataset.frames = String(state.frames.length);
    },
    Math.max(0, drawnMs + redrawEveryMs - performance.now()),
  );
}

function showNews(): void {
  const news = state.marks
    .slice(-3)
    .reverse()
    .map(({ seconds, text }) => `${seconds.toFixed(1)} s ${text}`);
  show('news-text', news.join('  ·  '));
}

function tick(): void {
  showStatus(state, watch);
  if (!watch.isFrozen) showPresenter(state);
}

/** The charts of what can be seen of this run: nothing is known of the pool of somebody else's server. */
function chartsOf({ facts }: RunState): Chart[] {
  const shown = panels.filter(({ id }) => id !== 'pool' || facts?.pool !== null);
  element('pool')
    .closest('figure')
    ?.toggleAttribute('hidden', shown.length < panels.length);
  return shown.map((panel, i) => makeChart(panel, { isFirst: i === 0, hasAxis: i === shown.length - 1 }));
}

listen({
  onEvent(id, event, data) {
    if (!apply(state, id, event, data)) return;
    if (event === 'facts') charts = chartsOf(state);
    if (event === 'frame') watch.frameAtMs = performance.now();
    tick();
    draw();
  },
  onConnection(isOpen) {
    watch.isOpen = isOpen;
    tick();
  },
});

const keys: Record<string, () => void> = {
  f: () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  ' ': () => {
    watch.isFrozen = !watch.isFrozen;
    tick();
    draw();
  },
  t: () => {
    toggleTheme();
    for (const chart of charts) chart.redraw();
  },
  m: () => {
    const number = state.marks.filter(({ kind }) => kind === 'mark').length + 1;
    void ask({ type: 'mark', text: `mark ${number}` }).then((answer) => show('answer', `mark ${number}: ${answer}`));
  },
};
document.addEventListener('keydown', (event) => {
  const { target } = event;
  // A field takes every key, a button the one that presses it.
  const isTaken = target instanceof HTMLInputElement || (target instanceof HTMLButtonElement && event.key === ' ');
  const act = keys[event.key];
  if (!act || isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
new ResizeObserver(() => {
  for (const chart of charts) chart.resize();
}).observe(element('charts'));
setInterval(tick, tickEveryMs);
