import { queueModelOf } from '../ledger/queue-model.ts';
import { openBooks } from '../ledger/summarise.ts';
import type { Summary } from '../ledger/summary.ts';
import { type Timeline, timelineOf } from '../ledger/timeline.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import type { Scenario } from '../scenario/schema.ts';
import { withConclusions } from './conclude.ts';

/** A run as it is shown: in sum, over time, and the configuration that it ran under. */
export interface RunView {
  summary: Summary;
  timeline: Timeline;
  /** The scenario as it ran, or the load's options: `config` of the manifest. */
  config?: unknown;
}

/** Reads a recording once and says everything that is shown of it. */
export async function examine(directory: RunDirectory): Promise<RunView> {
  const { kind, config } = directory.manifest;
  const { books, run, join, model, marks } = await openBooks(directory);
  const timeoutMs =
    kind === 'scenario' ? (config as Scenario).load.timeoutMs : (config as { timeoutMs?: number }).timeoutMs;
  const timeline = timelineOf(run, join, {
    queue: model && queueModelOf(config as Scenario, model),
    timeoutMs: timeoutMs ?? null,
    marks,
  });
  return { summary: withConclusions(books), timeline, config };
}
