type Numbers = Float64Array | Int32Array | Uint8Array | Uint16Array;

const chunkBits = 16;
const chunkRows = 1 << chunkBits;

/** A column of numbers that grows a chunk at a time: a million rows cost what their bytes cost, and no copy is made. */
export class Column<A extends Numbers> {
  readonly #chunks: A[] = [];
  readonly #make: (length: number) => A;
  #length = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Sets a row, growing the column up to it; rows in between are 0. */
  set(row: number, value: number): void {
    while (row >= this.#chunks.length << chunkBits) this.#chunks.push(this.#make(chunkRows));
    (this.#chunks[row >> chunkBits] as A)[row & (chunkRows - 1)] = value;
    if (row >= this.#length) this.#length = row + 1;
  }

  /** The value of a row; 0 beyond the end. */
  at(row: number): number {
    return row >= 0 && row < this.#length
      ? ((this.#chunks[row >> chunkBits] as A)[row & (chunkRows - 1)] as number)
      : 0;
  }
}

export const float64 = (): Column<Float64Array> => new Column((length) => new Float64Array(length));
export const int32 = (): Column<Int32Array> => new Column((length) => new Int32Array(length));
export const uint16 = (): Column<Uint16Array> => new Column((length) => new Uint16Array(length));
export const uint8 = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length));

/** Gives each distinct text a small number. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.length;
      this.#names.push(name);
      this.#numbers.set(name, number);
    }
    return number;
  }

  name(number: number): string {
    return this.#names[number] ?? '';
  }
}
