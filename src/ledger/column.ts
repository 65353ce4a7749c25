type Numbers = Float64Array | Int32Array | Uint8Array | Uint16Array;

/** A column of numbers that grows: a million rows cost what their bytes cost. */
export class Column<A extends Numbers> {
  #values: A;
  #length = 0;
  readonly #make: (length: number) => A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#values = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Sets a row, growing the column up to it; rows in between are 0. */
  set(row: number, value: number): void {
    if (row >= this.#values.length) this.#grow(row + 1);
    this.#values[row] = value;
    if (row >= this.#length) this.#length = row + 1;
  }

  /** The value of a row; 0 beyond the end. */
  at(row: number): number {
    return row < this.#length ? (this.#values[row] as number) : 0;
  }

  #grow(least: number): void {
    const grown = this.#make(Math.max(least, Math.ceil(this.#values.length * 1.5)));
    grown.set(this.#values);
    this.#values = grown;
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
