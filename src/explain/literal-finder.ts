/** Looks for many short ASCII texts at once in bytes, in any case. */
export interface LiteralFinder {
  /** Where the first of the literals is that begins in [from, before) and ends by `end`; -1 when there is none. */
  next(bytes: Uint8Array, from: number, before: number, end: number): number;
  /** The indexes of all the literals that lie in [from, end). */
  all(bytes: Uint8Array, from: number, end: number): Set<number>;
}

/**
 * The algorithm of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994) with blocks of two bytes: a
 * table says for each pair of bytes how far the window may jump, so most bytes of a log are never looked at.
 * No literal may be shorter than two bytes; the shortest one bounds the jumps.
 */
export function literalFinder(literals: readonly string[]): LiteralFinder {
  const wanted = literals.map((literal) => Buffer.from(literal.toLowerCase(), 'latin1'));
  const shortest = Math.min(...wanted.map((bytes) => bytes.length));
  const jump = new Uint8Array(65_536).fill(Math.min(255, shortest - 1));
  const ending = new Map<number, number[]>();
  wanted.forEach((bytes, index) => {
    for (let at = 1; at < shortest; at++) {
      for (const first of bothCases(bytes[at - 1] as number)) {
        for (const second of bothCases(bytes[at] as number)) {
          const pair = (first << 8) | second;
          jump[pair] = Math.min(jump[pair] as number, shortest - 1 - at);
          if (at === shortest - 1) ending.set(pair, [...(ending.get(pair) ?? []), index]);
        }
      }
    }
  });

  const isAt = (bytes: Uint8Array, start: number, end: number, index: number): boolean => {
    const literal = wanted[index] as Buffer;
    if (start + literal.length > end) return false;
    for (let i = 0; i < literal.length; i++) {
      if (folded[bytes[start + i] as number] !== literal[i]) return false;
    }
    return true;
  };

  return {
    next(bytes, from, before, end) {
      const last = Math.min(end, before + shortest - 1);
      let at = from + shortest - 1;
      while (at < last) {
        const pair = ((bytes[at - 1] as number) << 8) | (bytes[at] as number);
        const distance = jump[pair] as number;
        if (distance > 0) {
          at += distance;
          continue;
        }
        const start = at - shortest + 1;
        for (const index of ending.get(pair) as number[]) if (isAt(bytes, start, end, index)) return start;
        at++;
      }
      return -1;
    },
    all(bytes, from, end) {
      const found = new Set<number>();
      for (let at = from + shortest - 1; at < end; ) {
        const pair = ((bytes[at - 1] as number) << 8) | (bytes[at] as number);
        const distance = jump[pair] as number;
        if (distance > 0) {
          at += distance;
          continue;
        }
        const start = at - shortest + 1;
        for (const index of ending.get(pair) as number[]) if (isAt(bytes, start, end, index)) found.add(index);
        at++;
      }
      return found;
    },
  };
}

/** Each byte with A to Z made small. */
const folded = Uint8Array.from({ length: 256 }, (_value, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

function bothCases(byte: number): number[] {
  return byte >= 97 && byte <= 122 ? [byte, byte - 32] : [byte];
}
