import { entries } from './entries.ts';
import type { Entry, Match } from './entry.ts';
import { type Facts, factsOf, makerOf } from './facts.ts';
import { literalFinder } from './literal-finder.ts';

interface Candidate {
  /** Lower comes first: the order of the entries, which is from the particular to the general. */
  rank: number;
  entry: Entry;
  match: Match;
}

/** What marks a line as one of an error, where no entry knows it. */
const signs: ReadonlySet<string> = new Set([
  '"level":50',
  '"level":60',
  '"level":"error"',
  '"level":"fatal"',
  'level=error',
  'level=fatal',
  '[error]',
  ' error ',
  'error: ',
  'exception: ',
  ' fatal ',
  'fatal: ',
  'panic: ',
]);

const candidates: readonly Candidate[] = entries
  .flatMap((entry) => entry.matches.map((match) => ({ entry, match })))
  .map((candidate, rank) => ({ ...candidate, rank }));

const literals: readonly string[] = [
  ...new Set([...candidates.map(({ match }) => match.literal.toLowerCase()), ...signs]),
];

const candidatesByLiteral: readonly (readonly Candidate[])[] = literals.map((literal) =>
  candidates.filter(({ match }) => match.literal.toLowerCase() === literal),
);

/** Finds every place that may be a symptom or looks like an error. */
export const finder = literalFinder(literals);

export interface Recognition {
  /** The entries that fit, the best first. */
  found: Entry[];
  /** Whether anything marks the record as an error, known or not. */
  looksLikeError: boolean;
}

/** What the bytes [from, end) of one record are. `limit`: stop at so many entries. */
export function recognise(bytes: Buffer, from: number, end: number, limit = Number.POSITIVE_INFINITY): Recognition {
  const { looksLikeError, possible } = shortlistOf(finder.all(bytes, from, end));
  const found: Entry[] = [];
  if (possible.length === 0) return { found, looksLikeError };
  const fits = matcherFor(bytes.toString('utf8', from, end));
  for (const { entry, match } of possible) {
    if (found.length >= limit) break;
    if (!found.includes(entry) && fits(match)) found.push(entry);
  }
  return { found, looksLikeError };
}

export function recogniseText(text: string): Entry[] {
  const bytes = Buffer.from(text);
  return recognise(bytes, 0, bytes.length).found;
}

interface Shortlist {
  looksLikeError: boolean;
  possible: readonly Candidate[];
}

/** Logs repeat themselves: the same few sets of literals come again and again. */
const shortlists = new Map<string, Shortlist>();
const mostShortlists = 1000;

function shortlistOf(present: ReadonlySet<number>): Shortlist {
  const key = [...present].join();
  const known = shortlists.get(key);
  if (known) return known;
  const shortlist = {
    looksLikeError: [...present].some((index) => signs.has(literals[index] as string)),
    possible: [...present]
      .flatMap((index) => candidatesByLiteral[index] as readonly Candidate[])
      .sort((a, b) => a.rank - b.rank),
  };
  if (shortlists.size < mostShortlists) shortlists.set(key, shortlist);
  return shortlist;
}

function matcherFor(raw: string): (match: Match) => boolean {
  const text = readable(raw);
  let facts: Facts | null = null;
  return ({ pattern, code, syscall, made }) => {
    if (pattern && !pattern.test(text)) return false;
    if (code === undefined && syscall === undefined && made === undefined) return true;
    facts ??= factsOf(raw);
    if (code !== undefined && facts.code !== code) return false;
    if (syscall !== undefined && facts.syscall !== syscall) return false;
    return made === undefined || makerOf(facts) === made;
  };
}

/** JSON hides quotes behind backslashes; the patterns are written for the text as it was logged. */
function readable(text: string): string {
  return text.includes('\\"') && text.includes('{') ? text.replaceAll('\\"', '"') : text;
}
