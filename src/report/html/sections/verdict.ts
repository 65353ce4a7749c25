import type { RunView } from '../../../findings/examine.ts';
import { count, decimal } from '../../../numbers.ts';
import { html, type Markup } from '../markup.ts';
import { titleOf } from '../title.ts';

/** The sentence that says what a run came to, and which run it was. */
export function verdict(view: RunView): Markup {
  const { run, verdict: said, conservation } = view.summary;
  const good = said.code === 'all_answered';
  const books =
    conservation.balanced === null
      ? 'the books cannot be balanced, since parts are missing'
      : conservation.balanced
        ? 'the books balance'
        : 'the books do not balance';
  return html`<header>
<p class="about">pileup report · ${titleOf(view)}</p>
<div class="verdict ${good ? 'good' : 'bad'}">
<p class="word">${good ? '✓ Verdict' : '✗ Verdict'}</p>
<h1>${said.text}</h1>
</div>
<p class="about">Run ${run.id}, ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, ${decimal(run.durationMs / 1000)} s${run.style ? html`, response style ${run.style}` : ''}.
${count(conservation.sent)} requests sent, each accounted for in one line: ${books}.</p>
${conservation.missing.map((what) => html`<p class="note">Missing ${what}.</p>`)}
</header>`;
}
