import type { Logger } from 'pino';
import type { Clock } from '../recording/clock.ts';
import { type ErrorFacts, errorFacts } from '../recording/events.ts';
import { millisJson } from '../recording/millis-json.ts';
import { answeredOutcomes, type ClientOutcome, isFailure, type Stage } from '../recording/outcomes.ts';
import { pathJson } from '../recording/path-json.ts';
import type { Recorder } from '../recording/writer.ts';
import { outcomeOfError, outcomeOfStatus } from './classify.ts';

interface OpenRequest {
  nth: number;
  method: string;
  path: string;
  sentMs: number;
}

/** The books of one load: every request that is sent is entered once and settled once. */
export class Books {
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly log: Logger;
  #connections = 0;
  #sent = 0;
  #settled = 0;
  #ok = 0;
  #failed = 0;

  constructor(clock: Clock, recorder: Recorder, log: Logger) {
    this.clock = clock;
    this.recorder = recorder;
    this.log = log;
  }

  get sent(): number {
    return this.#sent;
  }

  get settled(): number {
    return this.#settled;
  }

  get ok(): number {
    return this.#ok;
  }

  get failed(): number {
    return this.#failed;
  }

  openConnection(): ConnectionBooks {
    return new ConnectionBooks(this, ++this.#connections);
  }

  entered(): void {
    this.#sent++;
  }

  wasSettled(outcome: ClientOutcome): void {
    this.#settled++;
    if (outcome === 'ok') this.#ok++;
    else if (isFailure(outcome)) this.#failed++;
  }
}

/** The part of a line that all good answers share. */
const endOfOk = ',"outcome":"ok","stage":null,"status":200,"error":null,"ageMs":';

/** The books of one connection: the requests open on it, oldest first, as HTTP/1.1 answers them. */
export class ConnectionBooks {
  readonly #books: Books;
  readonly #id: number;
  readonly #openedMs: number;
  /** How the line of each request on this connection begins. */
  readonly #start: string;
  readonly #open: OpenRequest[] = [];
  #requests = 0;
  #connected = false;
  #flushed: () => boolean = () => true;
  /** Status of the response whose head has arrived and whose body has not ended. */
  #status: number | null = null;

  constructor(books: Books, id: number) {
    this.#books = books;
    this.#id = id;
    this.#openedMs = books.clock();
    this.#start = `{"connection":${id},"nth":`;
  }

  get isIdle(): boolean {
    return this.#open.length === 0;
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  /** When the oldest open request was sent. */
  get oldestSentMs(): number | null {
    return this.#open[0]?.sentMs ?? null;
  }

  /** `flushed` says whether all that was written has been handed to the kernel. */
  connected(port: number, flushed: () => boolean): void {
    this.#connected = true;
    this.#flushed = flushed;
    this.#books.recorder.record('client.connection', { connection: this.#id, port, openedMs: this.#openedMs });
  }

  /** A request was handed to the socket; `sentMs`: the moment before that. */
  sent(method: string, path: string, sentMs: number): void {
    this.#open.push({ nth: ++this.#requests, method, path, sentMs });
    this.#books.entered();
  }

  headArrived(status: number): void {
    this.#status = status;
  }

  /** A complete response has arrived for the oldest open request. */
  answered(status: number): void {
    const request = this.#open.shift();
    this.#status = null;
    if (request) this.#settle(request, outcomeOfStatus(status), null, status, null);
  }

  /** Ends every open request with what the kernel or Node said of the socket. */
  failed(error: unknown): void {
    const facts = errorFacts(error);
    this.end(outcomeOfError(facts), facts);
  }

  /** Ends every open request with one outcome. */
  end(outcome: ClientOutcome, error: ErrorFacts | null = null): void {
    for (const [position, request] of this.#open.splice(0).entries()) {
      // A response arrives for the oldest request only, so only that one can have its head and lack its body.
      const status = position === 0 ? this.#status : null;
      this.#settle(request, outcome, this.#stage(status), status, error);
    }
    this.#status = null;
  }

  #stage(status: number | null): Stage {
    if (status !== null) return 'body';
    if (!this.#connected) return 'connect';
    return this.#flushed() ? 'wait' : 'send';
  }

  #settle(
    request: OpenRequest,
    outcome: ClientOutcome,
    stage: Stage | null,
    status: number | null,
    error: ErrorFacts | null,
  ): void {
    const { nth, method, path, sentMs } = request;
    const nowMs = this.#books.clock();
    const ageMs = nowMs - sentMs;
    this.#books.wasSettled(outcome);
    const end =
      outcome === 'ok' && status === 200
        ? endOfOk
        : `,"outcome":"${outcome}","stage":${stage === null ? 'null' : `"${stage}"`},"status":${status},` +
          `"error":${error === null ? 'null' : JSON.stringify(error)},"ageMs":`;
    this.#books.recorder.recordJson(
      'client.request',
      `${this.#start}${nth},"method":"${method}","path":${pathJson(path)},"sentMs":${millisJson(sentMs)}${end}${millisJson(ageMs)}}`,
      nowMs,
    );
    if (outcome === 'ok' || outcome === 'unfinished') return;
    this.#books.log.warn(
      { err: error, outcome, route: `${method} ${path}`, stage, status, ageMs: Math.round(ageMs) },
      answeredOutcomes.has(outcome) ? `status ${status}` : (failureText(error) ?? outcome.replaceAll('_', ' ')),
    );
  }
}

function failureText(error: ErrorFacts | null): string | null {
  return error ? [error.syscall, error.code].filter(Boolean).join(' ') : null;
}
