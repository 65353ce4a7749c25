import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventLog } from './event-log.ts';

const pingEveryMs = 15_000;
const retryMs = 500;
/** A browser that is told to wait this long does not come back to a run that is over. */
const neverRetryMs = 86_400_000;

/**
 * Writes the log to one reader, from the beginning or after `Last-Event-ID`, and then whatever comes.
 *
 * A reader that does not keep up is not written to until it has taken what it was sent: all that is kept for it is its
 * place in the log, so a slow projector costs the run nothing, and has no gap either.
 */
export function streamTo(req: IncomingMessage, res: ServerResponse, log: EventLog): void {
  let lastId = startOf(req.headers['last-event-id'], log.lastId);
  let isBlocked = false;
  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  res.write(`retry: ${retryMs}\n\n`);
  const pump = (): void => {
    while (!isBlocked) {
      const entry = log.after(lastId);
      if (!entry) break;
      lastId = entry.id;
      isBlocked = !res.write(`id: ${entry.id}\nevent: ${entry.event}\ndata: ${entry.json}\n\n`);
    }
    if (log.isOver && !isBlocked) res.end(`retry: ${neverRetryMs}\n\n`);
  };
  const stopReading = log.onMore(pump);
  const ping = setInterval(() => {
    if (!isBlocked) isBlocked = !res.write(': ping\n\n');
  }, pingEveryMs);
  ping.unref();
  res.on('drain', () => {
    isBlocked = false;
    pump();
  });
  res.on('close', () => {
    clearInterval(ping);
    stopReading();
  });
  pump();
}

/** An id that this log never gave belongs to another run: its reader gets everything. */
function startOf(header: string | string[] | undefined, lastId: number): number {
  const id = Number(header ?? 0);
  return Number.isInteger(id) && id > 0 && id <= lastId ? id : 0;
}
