import { isOutOfFiles } from '../ledger/files.ts';
import { count } from '../numbers.ts';
import type { PileupEvent } from '../recording/events.ts';
import type { ClientOutcome } from '../recording/outcomes.ts';

const clientFirsts: Partial<Record<ClientOutcome, string>> = {
  timeout: 'the first client gives up: its time-out has passed',
  reset: 'the first client gets ECONNRESET, "connection reset by peer"',
  broken_pipe: 'the first client gets EPIPE, "broken pipe"',
  closed_early: 'the first client sees its connection closed before an answer',
  refused: 'the first connection is refused',
  rejected: 'the first request is turned away with 503 or 429',
};

/** Says what each event is the first of, in words, each thing once. The report's story tells of the same moments. */
export function firstTimes(): (event: PileupEvent) => string[] {
  const seen = new Set<string>();
  const once = (key: string, text: string | undefined): string[] => {
    if (text === undefined || seen.has(key)) return [];
    seen.add(key);
    return [text];
  };
  return (event) => {
    switch (event.event) {
      case 'client.request':
        return once(event.data.outcome, clientFirsts[event.data.outcome]);
      case 'server.request': {
        const { deadGrant, outcome } = event.data;
        return [
          ...(deadGrant ? once('dead', 'the pool first serves a request whose client has left') : []),
          ...(outcome === 'write_failed' ? once('write', 'the api\'s first "broken pipe" or reset on write') : []),
        ];
      }
      case 'server.sample': {
        const { pending, max } = event.data.pool;
        return pending > max ? once('queue', `a queue: ${count(pending)} wait for ${max} connections`) : [];
      }
      case 'lab.sample': {
        const { files, fileLimit } = event.data;
        return files !== null && fileLimit !== null && isOutOfFiles(files, fileLimit)
          ? once('files', `the api is out of file handles: ${count(files)} of ${count(fileLimit)}`)
          : [];
      }
      case 'process.exit':
        return event.data.expected ? [] : [`the ${event.data.name} died`];
      default:
        return [];
    }
  };
}
