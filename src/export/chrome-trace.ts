import type { RunDirectory } from '../recording/run-directory.ts';
import type { ExportedRun } from './read-for-export.ts';
import { safeJson } from './safe-json.ts';
import { apiEvents, clientEvents, databaseEvents, phaseEvents, poolEvents } from './trace-events.ts';

/** The run in Chrome's trace format, which Perfetto opens: a JSON document, line by line. */
export function* chromeTraceLines(
  exported: ExportedRun,
  { id, scenario, startedAt }: RunDirectory['manifest'],
): Generator<string> {
  yield `{"displayTimeUnit":"ms","otherData":${safeJson({ id, scenario, startedAt })},"traceEvents":[\n`;
  let separator = '';
  for (const part of [phaseEvents, clientEvents, apiEvents, poolEvents, databaseEvents]) {
    for (const event of part(exported)) {
      yield separator + event;
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}
