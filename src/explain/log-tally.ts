import type { Entry } from './entry.ts';

/** How often one symptom is in a log. */
export interface SymptomCount {
  entry: Entry;
  count: number;
  /** Records by minute, in the order in which they came. */
  minutes: Map<string, number>;
  /** Records that carry no time. */
  noTime: number;
  /** Records of minutes beyond the first ten thousand or so that are kept apart. */
  otherMinutes: number;
  /** How the first record begins. */
  example: string;
}

export interface LogTally {
  bytes: number;
  lines: number;
  /** Records that pileup knows. */
  known: number;
  symptoms: SymptomCount[];
  /** Records that look like errors and fit no entry. */
  unknown: { count: number; examples: string[] };
}

/** A week of minutes: what a log with false times in every line can take is bounded. */
const mostMinutes = 10_080;
const mostUnknownExamples = 3;

/** Counts records by symptom and by minute. `result` gives the most frequent symptom first. */
export function logCounter(): {
  known(entry: Entry, minute: string | null, example: () => string): void;
  unknown(example: () => string): void;
  result(bytes: number, lines: number): LogTally;
} {
  const symptoms = new Map<string, SymptomCount>();
  const examples: string[] = [];
  let unknown = 0;
  return {
    known(entry, minute, example) {
      let symptom = symptoms.get(entry.id);
      if (!symptom) {
        symptom = { entry, count: 0, minutes: new Map(), noTime: 0, otherMinutes: 0, example: example() };
        symptoms.set(entry.id, symptom);
      }
      symptom.count++;
      if (minute === null) symptom.noTime++;
      else if (symptom.minutes.has(minute) || symptom.minutes.size < mostMinutes) {
        symptom.minutes.set(minute, (symptom.minutes.get(minute) ?? 0) + 1);
      } else symptom.otherMinutes++;
    },
    unknown(example) {
      unknown++;
      if (examples.length < mostUnknownExamples) examples.push(example());
    },
    result(bytes, lines) {
      const sorted = [...symptoms.values()].sort((a, b) => b.count - a.count);
      const known = sorted.reduce((sum, { count }) => sum + count, 0);
      return { bytes, lines, known, symptoms: sorted, unknown: { count: unknown, examples } };
    },
  };
}
