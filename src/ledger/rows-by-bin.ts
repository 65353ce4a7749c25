/** Rows of a table sorted by the bin that each is in: one pass, and no list for each bin (a counting sort). */
export class RowsByBin {
  readonly #first: Int32Array;
  readonly #rows: Int32Array;

  constructor(rows: number, bins: number, binOf: (row: number) => number) {
    this.#first = new Int32Array(bins + 1);
    for (let row = 0; row < rows; row++) {
      const after = binOf(row) + 1;
      this.#first[after] = (this.#first[after] as number) + 1;
    }
    for (let bin = 0; bin < bins; bin++) {
      this.#first[bin + 1] = (this.#first[bin + 1] as number) + (this.#first[bin] as number);
    }
    const next = this.#first.slice();
    this.#rows = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const bin = binOf(row);
      const place = next[bin] as number;
      this.#rows[place] = row;
      next[bin] = place + 1;
    }
  }

  /** A value of each row of a bin that is wanted, in a new array. */
  values(bin: number, wanted: (row: number) => boolean, read: (row: number) => number): Float64Array {
    const from = this.#first[bin] as number;
    const to = this.#first[bin + 1] as number;
    const values = new Float64Array(to - from);
    let count = 0;
    for (let i = from; i < to; i++) {
      const row = this.#rows[i] as number;
      if (wanted(row)) values[count++] = read(row);
    }
    return values.subarray(0, count);
  }
}
