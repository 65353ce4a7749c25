/**
 * Says when a phase is over in a run that somebody steers: when its time has passed, unless it is held, or at once
 * when it is told so. No phase is held for longer than `longestMs`.
 */
export class PhaseTimer {
  readonly #longestMs: number;
  #isHeld: boolean;
  #isEnded = false;
  #seconds = 0;
  #startedMs = 0;
  #overMs: number | null = null;
  #over = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  constructor(isHeld: boolean, longestMs: number) {
    this.#isHeld = isHeld;
    this.#longestMs = longestMs;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** No further phase is to begin. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Begins a phase. The signal is aborted when it is over. */
  begin(seconds: number): AbortSignal {
    this.#seconds = seconds;
    this.#startedMs = performance.now();
    this.#overMs = null;
    this.#over = new AbortController();
    this.#arm();
    return this.#over.signal;
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#arm();
  }

  next(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#overMs ??= performance.now();
    this.#over.abort();
  }

  end(): void {
    this.#isEnded = true;
    this.next();
  }

  /** Seconds from the beginning of the phase to when it was over, or to now. */
  lasted(): number {
    return ((this.#overMs ?? performance.now()) - this.#startedMs) / 1000;
  }

  #arm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#over.signal.aborted) return;
    const wholeMs = this.#isHeld ? this.#longestMs : this.#seconds * 1000;
    this.#timer = setTimeout(() => this.next(), Math.max(0, wholeMs - (performance.now() - this.#startedMs)));
  }
}
