import type { Basis, Entry, Link } from './entry.ts';

const bases: Record<Basis, string> = {
  measured: 'measured',
  source: 'read in the source',
  documented: 'from the documentation, not measured',
  unchecked: 'commonly known, not checked here',
};

/** The command that shows it. */
export function commandOf({ kind, name }: Link): string {
  return kind === 'tcp' ? `pileup tcp ${name}` : `pileup run ${name}`;
}

export function basisOf({ sure }: Entry): string {
  return bases[sure.basis];
}

/** What of pileup backs the wire claim of an entry; says so when no case of `pileup tcp` does. */
export function backingOf({ shownBy }: Entry): string[] {
  const commands = shownBy.map((link) => commandOf(link) + (link.note ? ` (${link.note})` : ''));
  return shownBy.some(({ kind }) => kind === 'tcp') ? commands : [...commands, 'no case of pileup tcp backs it'];
}
