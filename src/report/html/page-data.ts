import type { RunView } from '../../findings/examine.ts';
import type { Figures } from './charts.ts';
import { columnsOf, encodeColumns } from './columns.ts';
import { html, jsonForScript, Markup } from './markup.ts';

/** What the page's script reads: the figures, the facts of each run, and its columns. */
export function pageData(figures: Figures, views: readonly RunView[]): Markup {
  const columns = views.map(({ timeline }) => columnsOf(timeline));
  const runs = views.map(({ timeline }, i) => ({
    rows: timeline.bins.length,
    binMs: timeline.binMs,
    phases: timeline.phases,
    marks: timeline.marks.map(({ seconds }) => seconds),
    columns: columns[i]?.map(({ name, scale }) => ({ name, scale })),
  }));
  return html`<script type="application/json" id="page-data">${jsonForScript({ figures, runs })}</script>
${columns.map((run, i) => html`<script type="text/plain" id="columns-${i}">${new Markup(encodeColumns(run))}</script>`)}`;
}
