/** A sentence of the article about one of its two programs, and where the lab looks to see whether it holds. */
export interface Claim {
  of: 'broken-pipe' | 'reset-by-peer';
  says: string;
  /** The case and the check that show it; `call` is the place of the call, from 1, in a check of several calls. */
  look: { name: string; check: string; call?: number };
  /** What is seen there if the sentence is true. */
  ifTrue: string;
  verdict: 'confirmed' | 'refuted';
}

export const claims: readonly Claim[] = [
  {
    of: 'broken-pipe',
    says: 'the write of b, after the server has closed, succeeds',
    look: { name: 'broken-pipe', check: 'WWW', call: 1 },
    ifTrue: 'ok',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'the write of b provokes a RST',
    look: { name: 'broken-pipe', check: 'answer' },
    ifTrue: 'R',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'the write of c is "broken pipe"',
    look: { name: 'broken-pipe', check: 'WWW', call: 2 },
    ifTrue: 'EPIPE',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'a read gives EOF',
    look: { name: 'broken-pipe', check: 'RRR', call: 1 },
    ifTrue: '0',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'a read gives EOF also after the RST',
    look: { name: 'broken-pipe', check: 'WRW', call: 2 },
    ifTrue: '0',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'it is so whether or not a buffer is full: with empty buffers',
    look: { name: 'broken-pipe', check: 'WWW' },
    ifTrue: 'ok EPIPE EPIPE',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'it is so whether or not a buffer is full: with an unread answer at the client',
    look: { name: 'answer-close', check: 'WWW' },
    ifTrue: 'ok EPIPE EPIPE',
    verdict: 'confirmed',
  },
  {
    of: 'broken-pipe',
    says: 'it is so whether or not a buffer is full: with the server’s receive buffer full',
    look: { name: 'full-buffer', check: 'WWW' },
    ifTrue: 'ok EPIPE EPIPE',
    verdict: 'refuted',
  },
  {
    of: 'broken-pipe',
    says: 'it is so whether or not a buffer is full: with the server’s send buffer full',
    look: { name: 'stuck-answer', check: 'WWW' },
    ifTrue: 'ok EPIPE EPIPE',
    verdict: 'refuted',
  },
  {
    of: 'reset-by-peer',
    says: 'the kernel sends RST at once, as the server closes with a byte unread',
    look: { name: 'reset-by-peer', check: 'wire' },
    ifTrue: 'R.',
    verdict: 'confirmed',
  },
  {
    of: 'reset-by-peer',
    says: 'the first read is "connection reset by peer"',
    look: { name: 'reset-by-peer', check: 'RRR', call: 1 },
    ifTrue: 'ECONNRESET',
    verdict: 'confirmed',
  },
  {
    of: 'reset-by-peer',
    says: 'the first write is "connection reset by peer"',
    look: { name: 'reset-by-peer', check: 'WWW', call: 1 },
    ifTrue: 'ECONNRESET',
    verdict: 'confirmed',
  },
  {
    of: 'reset-by-peer',
    says: 'after that a second read is EOF',
    look: { name: 'reset-by-peer', check: 'RRR', call: 2 },
    ifTrue: '0',
    verdict: 'confirmed',
  },
  {
    of: 'reset-by-peer',
    says: 'after that a second write is "broken pipe"',
    look: { name: 'reset-by-peer', check: 'WWW', call: 2 },
    ifTrue: 'EPIPE',
    verdict: 'confirmed',
  },
  {
    of: 'reset-by-peer',
    says: 'a write after the failed read is "broken pipe"',
    look: { name: 'reset-by-peer', check: 'RWR', call: 2 },
    ifTrue: 'EPIPE',
    verdict: 'confirmed',
  },
  {
    of: 'reset-by-peer',
    says: 'a read after the failed write is EOF',
    look: { name: 'reset-by-peer', check: 'WRW', call: 2 },
    ifTrue: '0',
    verdict: 'confirmed',
  },
];
