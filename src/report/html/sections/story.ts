import type { RunView } from '../../../findings/examine.ts';
import { failuresOf } from '../../../findings/find.ts';
import type { PhaseSummary, StoryLink } from '../../../ledger/summary.ts';
import { count, decimal } from '../../../numbers.ts';
import { html, type Markup } from '../markup.ts';

/** Each phase in one line, and under it what happened in it for the first time. */
export function story({ summary }: RunView): Markup {
  const links = summary.story.filter(({ code }) => !code.startsWith('phase_'));
  const parts = summary.phases.map((phase, i) => {
    const until = summary.phases[i + 1]?.startSeconds ?? Number.POSITIVE_INFINITY;
    const from = i === 0 ? Number.NEGATIVE_INFINITY : phase.startSeconds;
    return onePhase(
      phase,
      links.filter(({ atSeconds }) => atSeconds >= from && atSeconds < until),
    );
  });
  if (parts.length === 0) return html``;
  return html`<section aria-labelledby="story"><h2 id="story">What happened, phase by phase</h2>
<ol class="story">${parts}</ol></section>`;
}

function onePhase(phase: PhaseSummary, links: readonly StoryLink[]): Markup {
  const { name, startSeconds, seconds } = phase;
  return html`<li><div class="head"><span class="at">${decimal(startSeconds)}–${decimal(startSeconds + seconds)} s</span>
<span><strong>${name}</strong>: ${lineOf(phase)}</span></div>
<ol>${links.map(({ atSeconds, text }) => html`<li><span class="at">${decimal(atSeconds)} s</span><span>${text}</span></li>`)}</ol></li>`;
}

function lineOf({ connections, sent, outcomes, okPerSec, predicted }: PhaseSummary): string {
  if (connections === 0 && sent === 0) return 'no load';
  const failures = failuresOf(outcomes);
  const model = predicted ? `, where the model says ${decimal(predicted.okPerSec, 0)}` : '';
  return (
    `${count(connections)} connections, ${count(outcomes.ok ?? 0)} of ${count(sent)} requests answered ` +
    `(${decimal(okPerSec)} a second${model}), ${failures === 0 ? 'none' : count(failures)} failed`
  );
}
