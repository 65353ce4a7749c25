import type { ComparedRun } from './compare.ts';
import { detection } from './postmortem/detection.ts';
import { heading, impact, summary, timeline } from './postmortem/what-happened.ts';
import { openQuestions, resolution, sources, whatWeWouldChange } from './postmortem/what-next.ts';
import { rootCause, trigger, whatMadeItWorse } from './postmortem/why.ts';

/**
 * The postmortem of a run as Markdown, for a team to edit. Its numbers are those of the summary, with their fields named;
 * what a recording cannot know is a marked blank. `fixed`: a run in which something was changed, for the measured effect.
 */
export function postmortemMarkdown(run: ComparedRun, fixed: ComparedRun | null = null): string {
  const blocks = [
    ...heading(run),
    ...summary(run.summary),
    ...impact(run.summary),
    ...timeline(run.summary),
    ...trigger(run.summary),
    ...rootCause(run.summary),
    ...whatMadeItWorse(run.summary),
    ...detection(run.summary),
    ...resolution(run.summary),
    ...whatWeWouldChange(run, fixed),
    ...openQuestions(run.summary),
    ...sources(run.summary),
  ];
  return `${blocks.join('\n\n')}\n`;
}
