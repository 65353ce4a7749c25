import { PileupError } from '../errors.ts';
import { catalogue, type TcpCase } from './catalogue.ts';
import type { LabMessage, LabRequest } from './lab-messages.ts';
import { loadLibc } from './libc.ts';
import type { Observation } from './observation.ts';
import { raiseLoopback } from './raise-loopback.ts';
import { runNodeCase } from './run-node-case.ts';
import { runProcessCase } from './run-process-case.ts';
import { runRawCase } from './run-raw-case.ts';
import { type Sockets, socketsOn } from './sockets.ts';
import { openTap, type Tap } from './tap.ts';
import { Unsupported } from './unsupported.ts';

const caseDeadlineMs = 30_000;

process.once('message', (request: LabRequest) => void run(request));
process.on('disconnect', () => process.exit());

async function run({ names, isPrivate }: LabRequest): Promise<void> {
  const loaded = await loadLibc();
  const libc = 'libc' in loaded ? loaded.libc : null;
  if (isPrivate && !raiseLoopback(libc)) return finish({ type: 'no loopback' });
  // On the host's loopback anyone's traffic would fill the buffer of a tap.
  const tap = isPrivate && libc !== null ? openTap(libc) : null;
  const sockets = 'libc' in loaded ? socketsOn(loaded.libc, loaded.addressOf) : null;
  for (const tcpCase of catalogue.filter(({ name }) => names.includes(name))) {
    const { name } = tcpCase;
    try {
      const noSockets = 'reason' in loaded ? loaded.reason : '';
      const observation = await inTime(observe(tcpCase, sockets, noSockets, tap));
      await send({ type: 'result', result: { name, observation } });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const became = error instanceof Unsupported ? { skipped: error.message } : { failed: textOf(error) };
      await send({ type: 'result', result: { name, ...became } });
    }
  }
  tap?.close();
  finish({ type: 'done', koffi: 'libc' in loaded ? loaded.version : null });
}

/** A client that is never told anything must not hold up the rest. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new PileupError('PROCESS_FAILED', `it did not end within ${caseDeadlineMs / 1000} s`);
    timer = setTimeout(() => reject(error), caseDeadlineMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function observe(
  tcpCase: TcpCase,
  sockets: Sockets | null,
  reason: string,
  tap: Tap | null,
): Promise<Observation> {
  if (tcpCase.kind === 'node') return runNodeCase(tcpCase, tap);
  if (tcpCase.kind === 'process') return runProcessCase(tcpCase);
  if (sockets === null) throw new Unsupported(reason);
  return runRawCase(tcpCase, sockets, tap);
}

function textOf(error: Error): string {
  return error instanceof PileupError ? error.message : (error.stack ?? error.message);
}

function send(message: LabMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

/** fetch keeps connections, and with them the process, alive. */
function finish(message: LabMessage): void {
  void send(message).then(() => process.exit());
}
