import { destination, type Logger, pino } from 'pino';
import { PileupError } from '../errors.ts';
import { type Clock, clockSince } from '../recording/clock.ts';
import { type Recorder, RecordingWriter } from '../recording/writer.ts';
import type { FromChild, ToChild } from './messages.ts';

/** What a process of the lab works with. */
export interface ChildTools {
  clock: Clock;
  recorder: Recorder;
  log: Logger;
}

export interface ChildPart {
  /** The port it listens on, if it does. */
  port: number | null;
  onMessage?(message: ToChild): void;
  /** Ends the part in good order. */
  close(): Promise<void>;
}

export function tell(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

/**
 * The frame of every process that the lab starts: it begins on the lab's first message, ends in good order on SIGTERM
 * or when the lab is gone, and leaves Ctrl-C, which a terminal sends to all of them, to the lab.
 */
export function runChild<C>(begin: (config: C, tools: ChildTools) => Promise<ChildPart>): void {
  let part: ChildPart | null = null;
  let recorder: Recorder | null = null;
  let isEnding = false;

  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await part?.close();
    recorder?.close();
    process.exit(0);
  };
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => void end());
  process.on('disconnect', () => void end());
  process.on('message', async (message: ToChild) => {
    if (message.type !== 'start') {
      part?.onMessage?.(message);
      return;
    }
    try {
      const clock = clockSince(BigInt(message.epoch));
      recorder = new RecordingWriter(message.recording, clock);
      const log = pino({ base: null }, destination({ dest: message.log, sync: true }));
      part = await begin(message.config as C, { clock, recorder, log });
      tell({ type: 'started', port: part.port });
    } catch (error) {
      const known = error instanceof PileupError ? error : null;
      tell({
        type: 'failed',
        error: {
          code: known?.code ?? null,
          message: error instanceof Error ? error.message : String(error),
          hint: known?.hint ?? null,
        },
      });
    }
  });
}
