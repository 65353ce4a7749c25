/** A place where pileup itself shows a symptom: a case of `pileup tcp`, or a built-in scenario. */
export interface Link {
  kind: 'tcp' | 'scenario';
  name: string;
  /** What is different there. */
  note?: string;
}

/**
 * How a symptom is known in a text. All that a match names must hold.
 */
export interface Match {
  /** Plain ASCII that must be in the text, in any case; at least five characters. The scan of a log looks for these. */
  literal: string;
  pattern?: RegExp;
  /** The value of the error's `code`. */
  code?: string;
  /** The value of the error's `syscall`. */
  syscall?: string;
  /** `kernel`: the error carries errno and syscall. `node`: it carries a code and neither of the two. */
  made?: 'kernel' | 'node';
}

/** Where a claim comes from. Only the first two were seen to happen. */
export type Basis =
  /** Seen on real sockets, with the real client. */
  | 'measured'
  /** Read in the source of the kernel, of Node or of the library. */
  | 'source'
  /** In the maker's documentation. */
  | 'documented'
  /** Commonly known, and not checked here. */
  | 'unchecked';

/** What pileup knows of one symptom. All texts are plain sentences. */
export interface Entry {
  /** kebab-case; `pileup explain <id>` shows the entry, and it is the anchor in docs/errors.md. */
  id: string;
  title: string;
  /** What may be typed alone, such as ECONNRESET or P2024. */
  codes?: readonly string[];
  /** How this one is told from the others that share its code. Needed where a code has several entries. */
  tell?: string;
  matches: readonly Match[];
  /** Real texts. Each must be recognised as this entry before any other. */
  examples: readonly string[];
  /** What happened on the wire. */
  wire: string;
  sure: { level: 'certain' | 'likely' | 'open'; basis: Basis; why: string };
  causes: readonly string[];
  confirm: readonly string[];
  change: readonly string[];
  /** Empty when nothing in pileup backs the wire claim. */
  shownBy: readonly Link[];
}
