import { nearest } from '../nearest.ts';
import { entries } from './entries.ts';
import type { Entry } from './entry.ts';

/** The numbers of Linux, as Python, nginx and strace print them. */
const errnoNames: Record<string, string> = {
  23: 'ENFILE',
  24: 'EMFILE',
  32: 'EPIPE',
  99: 'EADDRNOTAVAIL',
  103: 'ECONNABORTED',
  104: 'ECONNRESET',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
};

/** The entries of a code such as ECONNRESET, P2024, 502 or errno 104, or of the id of an entry; none for other words. */
export function lookUp(word: string): { code: string; found: Entry[] } {
  const asked = word.trim().replace(/^-(?=\d+$)/, '');
  const code = errnoNames[asked] ?? asked;
  const byId = entries.filter(({ id }) => id === code.toLowerCase());
  if (byId.length > 0) return { code, found: byId };
  const upper = code.toUpperCase();
  return { code: upper, found: entries.filter(({ codes }) => codes?.includes(upper)) };
}

/** A code or an id that is spelt nearly like the word. */
export function nearestWord(word: string): string | null {
  return nearest(word.trim(), [...new Set(entries.flatMap(({ id, codes }) => [...(codes ?? []), id]))]);
}
