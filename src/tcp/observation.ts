/** One thing that an end did, and what came of it. */
export interface TraceLine {
  end: string;
  does: string;
  /** What the call gave: `ok`, a number of bytes, or the name of the error; empty for a wait. */
  result: string;
  /** What a Go program would log of it, as the article's do; empty where it would log nothing. */
  log: string;
  /** Segments since the line before, the empty acknowledgements left out: `client P. 3`. Null where not captured. */
  wire: string[] | null;
  /** The state of the client afterwards; empty before it has a socket. */
  clientState: string;
}

/** What one case showed on this machine. Nothing in it is a judgement. */
export interface Observation {
  /** What was seen, by the name of the check. */
  seen: Record<string, string>;
  /** Null where it was neither captured nor can be told from what the client was told. */
  wireIs: 'captured' | 'inferred' | null;
  /** The steps in the order in which they ran. */
  trace: TraceLine[];
  /** The calls that followed, by the order in which they were made. */
  calls: Record<string, TraceLine[]>;
  /** Kernel counters that moved while the case ran, by name. */
  counters: Record<string, number>;
}

/** What became of a case: an observation, or the reason why there is none. */
export type CaseResult = { name: string } & ({ observation: Observation } | { skipped: string } | { failed: string });
