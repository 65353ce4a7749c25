/** Values by a number: the one with the smallest comes out first. */
export class MinHeap {
  readonly #keys: number[] = [];
  readonly #values: number[] = [];

  get smallestKey(): number {
    return this.#keys[0] ?? Number.POSITIVE_INFINITY;
  }

  push(key: number, value: number): void {
    let at = this.#keys.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#keys[parent] as number) <= key) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  /** Takes out the value with the smallest key; undefined when there is none. */
  pop(): number | undefined {
    const first = this.#values[0];
    const key = this.#keys.pop();
    const value = this.#values.pop();
    if (key === undefined || value === undefined || this.#keys.length === 0) return first;
    let at = 0;
    for (let child = 1; child < this.#keys.length; child = 2 * at + 1) {
      if (this.#key(child + 1) < this.#key(child)) child++;
      if (this.#key(child) >= key) break;
      this.#move(child, at);
      at = child;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
    return first;
  }

  #key(at: number): number {
    return this.#keys[at] ?? Number.POSITIVE_INFINITY;
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from] as number;
    this.#values[to] = this.#values[from] as number;
  }
}
