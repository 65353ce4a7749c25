import { counting } from './counters-moved.ts';
import { freeLocalPorts } from './free-local-ports.ts';
import { goLogLine } from './go-log-line.ts';
import type { TraceLine } from './observation.ts';
import { procSockets } from './proc-tcp.ts';
import type { End, Order, Step } from './raw-case.ts';
import { errorOf, isError, readText, text } from './result-text.ts';
import type { Sockets } from './sockets.ts';
import type { Segment, Tap } from './tap.ts';
import { Unsupported } from './unsupported.ts';
import { waitFor } from './wait-for.ts';

const readBytes = 65_536;
/** More than any buffer of a test machine; a bound for the loop that fills one. */
const fillLimitBytes = 256 * 1024 * 1024;
/** What the calls after the steps write, as the article's client goes on after its `a`. */
const laterBytes = ['b', 'c', 'd'];

/** The sockets of one run of one case, by the end that owns them. */
export class Stage {
  readonly trace: TraceLine[] = [];
  /** How each connect ended, by end. */
  readonly connects = new Map<End, string>();
  readonly #sockets: Sockets;
  readonly #tap: Tap | null;
  readonly #fds = new Map<End, number>();
  readonly #ports = new Map<number, string>();
  readonly #moved = counting();
  #localPorts: number | null = null;
  #writes = 0;
  /** Segments that a wait has taken from the tap, for the next line of the trace. */
  readonly #undrawn: string[] = [];

  constructor(sockets: Sockets, tap: Tap | null) {
    this.#sockets = sockets;
    this.#tap = tap;
    tap?.take();
  }

  async perform(step: Step): Promise<void> {
    const result = await this.#act(step);
    const [end, ...words] = step;
    if (result !== 'ok' && isError(result) && !step[1].includes('connect')) {
      throw new Error(`the ${words.join(' ')} of the ${end} gave ${result}`);
    }
    const does = words.map((word, i) =>
      i > 0 && typeof word === 'string' && step[1] === 'writes' ? `"${word}"` : word,
    );
    this.trace.push(this.#line(end, does.join(' '), result));
  }

  /** Makes the client's calls in this order, and waits for the answer to its first write that succeeds. */
  async call(order: Order, answered: string | undefined): Promise<TraceLine[]> {
    const lines: TraceLine[] = [];
    let isAnswered = answered === undefined;
    for (const letter of order) {
      const { does, result, log } = this.#clientCall(letter);
      if (letter === 'W' && result === 'ok' && !isAnswered) {
        await this.#becomes('client', answered as string);
        isAnswered = true;
      }
      lines.push(this.#line('client', does, result, log));
    }
    return lines;
  }

  get clientPoll(): string {
    return this.#sockets.poll(this.#fd('client'));
  }

  get clientState(): string {
    const fd = this.#fds.get('client');
    return fd === undefined ? '' : this.#sockets.state(fd);
  }

  moved(): Record<string, number> {
    return this.#moved();
  }

  /** Leaves nothing behind, not even TIME_WAIT. */
  close(): void {
    for (const fd of this.#fds.values()) {
      this.#sockets.lingerZero(fd);
      this.#sockets.close(fd);
    }
    this.#fds.clear();
  }

  async #act(step: Step): Promise<string> {
    const sockets = this.#sockets;
    const [end, verb, detail] = step;
    switch (verb) {
      case 'has counted':
        await waitFor(`the kernel to count ${detail}`, () => this.#moved()[detail] ?? null);
        return '';
      case 'has delivered':
        await this.#delivered(detail);
        return '';
      case 'listens': {
        const fd = this.#open(end);
        sockets.bind(fd);
        this.#ports.set(sockets.port(fd), 'server');
        return text(sockets.listen(fd, detail));
      }
      case 'binds without listening': {
        const fd = this.#open(end);
        sockets.bind(fd);
        this.#ports.set(sockets.port(fd), 'server');
        return 'ok';
      }
      case 'connects to':
        return this.#connect(end, detail, true);
      case 'begins to connect to':
        return this.#connect(end, detail, false);
      case 'accepts':
        this.#fds.set(end, await waitFor('a connection to accept', () => orNull(sockets.accept(this.#fd('listener')))));
        return 'ok';
      case 'writes': {
        const bytes = typeof detail === 'string' ? Buffer.from(detail) : Buffer.alloc(detail, 'x');
        return text(sockets.send(this.#fd(end), bytes));
      }
      case 'writes until its buffer is full':
        return this.#fill(this.#fd(end));
      case 'holds unread bytes':
        await this.#holds(end, detail);
        return '';
      case 'reads':
        await this.#holds(end, detail);
        return String(sockets.recv(this.#fd(end), Buffer.alloc(detail)));
      case 'closes': {
        const result = text(sockets.close(this.#fd(end)));
        this.#fds.delete(end);
        return result;
      }
      case 'shuts down writing':
        return text(sockets.shutdownWrite(this.#fd(end)));
      case 'sets linger to 0':
        return text(sockets.lingerZero(this.#fd(end)));
      case 'turns deaf': {
        const result = text(sockets.deafen(this.#fd(end)));
        if (result !== 'ok') throw new Unsupported(`the kernel refuses a filter that silences a socket (${result})`);
        return result;
      }
      case 'sends keep-alives':
        sockets.keepAlive(this.#fd(end));
        return 'ok';
      case 'sets a user timeout of (ms)':
        return text(sockets.userTimeout(this.#fd(end), detail));
      case 'may use local ports': {
        this.#localPorts ??= freeLocalPorts(detail);
        const result = text(sockets.localPorts(this.#open(end), this.#localPorts, this.#localPorts + detail - 1));
        if (result === 'ENOPROTOOPT') throw new Unsupported('the kernel has no IP_LOCAL_PORT_RANGE (Linux 6.3)');
        return result;
      }
      case 'is in':
        await this.#becomes(end, detail);
        return '';
    }
  }

  async #connect(end: End, to: End, isAwaited: boolean): Promise<string> {
    const sockets = this.#sockets;
    const fd = this.#fds.get(end) ?? this.#open(end);
    const port = sockets.port(this.#fd(to));
    let result = sockets.connect(fd, port);
    if (errorOf(result) === 'EINPROGRESS' && isAwaited) {
      await waitFor(`the connect of the ${end}`, () => (sockets.poll(fd) === 'none' ? null : true));
      result = sockets.connect(fd, port);
    }
    this.#ports.set(sockets.port(fd), end);
    const outcome = errorOf(result) === 'EINPROGRESS' ? 'blocks' : text(result);
    this.connects.set(end, outcome);
    return outcome;
  }

  #fill(fd: number): string {
    const chunk = Buffer.alloc(readBytes, 'x');
    let sent = 0;
    while (sent < fillLimitBytes) {
      const result = this.#sockets.send(fd, chunk);
      if (result < 0) return errorOf(result) === 'EAGAIN' ? 'ok' : errorOf(result);
      sent += result;
    }
    throw new Error(`a buffer took ${fillLimitBytes} bytes and is not full`);
  }

  #clientCall(letter: string): { does: string; result: string; log: string } {
    const fd = this.#fd('client');
    if (letter === 'S') return { does: 'asks for SO_ERROR', result: this.#sockets.soError(fd), log: '' };
    const serverPort = [...this.#ports].find(([, owner]) => owner === 'server')?.[0] ?? 0;
    const ports = [this.#sockets.port(fd), serverPort] as const;
    if (letter === 'R') {
      const result = readText(this.#sockets.recv(fd, Buffer.alloc(readBytes)));
      return { does: 'reads', result, log: goLogLine('read', result, ...ports) };
    }
    const byte = laterBytes[this.#writes++ % laterBytes.length] as string;
    const result = text(this.#sockets.send(fd, Buffer.from(byte)));
    return { does: `writes "${byte}"`, result, log: goLogLine('write', result, ...ports) };
  }

  async #becomes(end: End, state: string): Promise<void> {
    const now = (): string => this.#stateOf(end);
    await waitFor(`the ${end} to be in ${state}`, () => (now() === state ? true : null), now);
  }

  /** After close() the socket lives on in the kernel, where only its ports name it. */
  #stateOf(end: End): string {
    const fd = this.#fds.get(end);
    if (fd !== undefined) return this.#sockets.state(fd);
    const clientPort = this.#sockets.port(this.#fd('client'));
    return procSockets().find(({ remotePort }) => remotePort === clientPort)?.state ?? 'CLOSE';
  }

  /** What this end sends is not yet on the wire when its own state has changed. */
  async #delivered(segment: string): Promise<void> {
    const tap = this.#tap;
    if (tap === null) return;
    const seen = this.#undrawn;
    await waitFor(
      `the segment ${segment}`,
      () => {
        seen.push(...this.#taken(tap));
        return [...this.trace.flatMap(({ wire }) => wire ?? []), ...seen].includes(segment) ? true : null;
      },
      () => seen.join(', ') || 'nothing',
    );
  }

  async #holds(end: End, sizeBytes: number): Promise<void> {
    const fd = this.#fd(end);
    const peeked = (): number => this.#sockets.peek(fd, Buffer.alloc(sizeBytes));
    await waitFor(
      `${sizeBytes} bytes at the ${end}`,
      () => (peeked() === sizeBytes ? true : null),
      () => readText(peeked()),
    );
  }

  #open(end: End): number {
    const fd = this.#sockets.open();
    this.#fds.set(end, fd);
    return fd;
  }

  #fd(end: End): number {
    const fd = this.#fds.get(end);
    if (fd === undefined) throw new Error(`the ${end} has no socket`);
    return fd;
  }

  #line(end: string, does: string, result: string, log = ''): TraceLine {
    return {
      end,
      does,
      result,
      log,
      wire: this.#tap === null ? null : this.#wire(this.#tap),
      clientState: this.clientState,
    };
  }

  #wire(tap: Tap): string[] {
    return [...this.#undrawn.splice(0), ...this.#taken(tap)];
  }

  #taken(tap: Tap): string[] {
    return tap.take().flatMap((segment) => this.#segmentText(segment) ?? []);
  }

  #segmentText({ from, to, flags, payloadBytes }: Segment): string | null {
    const sender = this.#ports.get(from);
    if (sender === undefined || !this.#ports.has(to) || (flags === '.' && payloadBytes === 0)) return null;
    return payloadBytes > 0 ? `${sender} ${flags} ${payloadBytes}` : `${sender} ${flags}`;
  }
}

function orNull(result: number): number | null {
  return result < 0 ? null : result;
}
