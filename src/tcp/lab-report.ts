import type { TraceLine } from './observation.ts';

/** One thing that was expected, and what was seen. */
export interface Check {
  what: string;
  /** The value that is right, or the beginning of it where it ends in …. */
  expected: string;
  observed: string;
  /** What other versions of Node are known to show, such as `from libuv 1.52.0: data, end`. */
  elsewhere: readonly string[];
  /** `not judged`: the value is shared with others, cannot be seen here, or is known for Linux alone. */
  status: 'as expected' | 'differs' | 'not judged';
}

export interface ClaimResult {
  says: string;
  verdict: 'confirmed' | 'refuted' | 'not tried';
  expected: 'confirmed' | 'refuted';
  /** What was looked at, and what was there. */
  seen: string;
}

export interface Row {
  name: string;
  kind: 'raw' | 'process' | 'node';
  title: string;
  lesson: string;
  status: 'ok' | 'differs' | 'failed' | 'skipped' | 'not judged';
  /** Why the row did not run, or what failed in it. */
  reason: string | null;
  steps: TraceLine[];
  calls: Record<string, TraceLine[]>;
  wireIs: 'captured' | 'inferred' | null;
  checks: Check[];
  counters: Record<string, number>;
  claims: ClaimResult[];
}

/** Where the lab ran. */
export interface Place {
  node: string;
  libuv: string;
  undici: string;
  kernel: string;
  platform: string;
  arch: string;
  /** The version of koffi, or null where it is not there. */
  koffi: string | null;
  /** `private`: nothing else moves the counters. */
  namespace: 'private' | 'shared';
  namespaceNote: string;
}

/** What `pileup tcp --json` prints. */
export interface LabReport {
  schemaVersion: 1;
  place: Place;
  rows: Row[];
  counts: Record<Row['status'], number>;
}
