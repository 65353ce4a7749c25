import type { RunView } from '../../findings/examine.ts';
import { figuresOf } from './charts.ts';
import { documentOf } from './document.ts';
import { html } from './markup.ts';
import { pageData } from './page-data.ts';
import { autocannon } from './sections/autocannon.ts';
import { configuration } from './sections/configuration.ts';
import { figures } from './sections/figures.ts';
import { findings } from './sections/findings.ts';
import { fourNumbers } from './sections/four-numbers.ts';
import { libraryWords } from './sections/library-words.ts';
import { method } from './sections/method.ts';
import { reconciliation } from './sections/reconciliation.ts';
import { story } from './sections/story.ts';
import { verdict } from './sections/verdict.ts';
import { sentencesOf } from './sentences.ts';
import { titleOf } from './title.ts';

/** `report.html`: the report of a run as one file that needs nothing else. */
export function reportPage(view: RunView): string {
  const drawn = figuresOf([view.timeline]);
  return documentOf(
    `pileup: ${titleOf(view)}`,
    html`${verdict(view)}
${story(view)}
${fourNumbers(view)}
${figures(drawn, [{ view, name: view.summary.run.id, sentences: sentencesOf(view) }])}
${reconciliation(view)}
${autocannon(view)}
${findings(view)}
${libraryWords(view)}
${configuration(view)}
${method(view)}
${pageData(drawn, [view])}`,
  );
}
