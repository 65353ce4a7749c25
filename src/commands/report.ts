import { openRunDirectory } from '../recording/run-directory.ts';
import { parseThreshold } from '../report/thresholds.ts';
import { report as printReport } from './finish.ts';

/** `pileup report`: the report of a recording, made again from what is on disk. */
export async function report(path: string, options: { json?: boolean; failOn: string[] }): Promise<number> {
  const thresholds = options.failOn.map(parseThreshold);
  return printReport(openRunDirectory(path), thresholds, options.json === true);
}
