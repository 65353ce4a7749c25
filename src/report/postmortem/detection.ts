import { autocannonSentence, failuresOf } from '../../findings/find.ts';
import type { LogSummary, Summary } from '../../ledger/summary.ts';
import { count, decimal } from '../../numbers.ts';
import { blank, code, markdownTable, prose, source } from './markdown-text.ts';

const mostCodes = 12;

/** What each place where somebody could have looked showed, and what it did not. */
export function detection(summary: Summary): string[] {
  const rows = [atClient, atServer, atEventLoop, atFiles, atAutocannon, atKernel].flatMap(
    (look) => look(summary) ?? [],
  );
  return [
    '## Detection',
    markdownTable(
      ['where', 'what it showed', 'what it did not show'],
      rows.map(({ where, showed, not }) => [where, showed, not]),
    ),
    source(...new Set(rows.flatMap(({ fields }) => fields))),
    blank('which alarm fired, or who told us; how long after the start; what would have told us sooner'),
  ];
}

interface Look {
  where: string;
  showed: string;
  not: string;
  fields: string[];
}

function atClient({ client, orders }: Summary): Look {
  const failures = failuresOf(client.outcomes);
  const silent = Math.max(0, failures - client.log.lines);
  const not = ['whether the work was done all the same'];
  if (orders && orders.ghost > 0) not.push(`${count(orders.ghost)} orders that it believes failed were written`);
  if (silent > 0) not.push(`${count(silent)} of ${count(failures)} failures have no line`);
  return {
    where: "the client's log",
    showed: lines(client.log),
    not: not.join('; '),
    fields: ['client.log', 'client.outcomes', ...(orders && orders.ghost > 0 ? ['orders.ghost'] : [])],
  };
}

function atServer({ server, reconciliation, client }: Summary): Look | null {
  if (!server) return null;
  const missed = (reconciliation ?? []).reduce((sum, row) => sum + (row.server === 'never_reached' ? row.count : 0), 0);
  const gone = Object.entries(server.outcomes).reduce(
    (sum, [outcome, n]) => sum + (outcome.startsWith('client_gone') ? (n ?? 0) : 0),
    0,
  );
  const not: string[] = [];
  if (missed > 0) not.push(`${count(missed)} requests that never reached it`);
  if (server.log.lines === 0 && gone > 0) not.push(`${count(gone)} clients that left`);
  if (not.length === 0)
    not.push(failuresOf(client.outcomes) > 0 ? 'what the clients saw' : 'nothing was hidden: no request failed');
  return {
    where: "the api's log",
    showed: lines(server.log),
    not: not.join('; '),
    fields: ['server.log', 'server.outcomes', 'reconciliation'],
  };
}

function atEventLoop({ eventLoop }: Summary): Look | null {
  if (!eventLoop) return null;
  return {
    where: "the api's event loop",
    showed: `a delay of ${decimal(eventLoop.delayP99Ms)} ms at the most (p99 of each sample)`,
    not: 'the queue: requests that wait for the pool keep no event loop busy',
    fields: ['eventLoop.delayP99Ms'],
  };
}

function atFiles({ files }: Summary): Look | null {
  if (!files) return null;
  return {
    where: "the api's open files",
    showed: `${count(files.max)} at the most${files.limit === null ? '' : ` of ${count(files.limit)}`}`,
    not: 'why they are open; and Node logs nothing when they run out',
    fields: ['files'],
  };
}

function atAutocannon({ autocannon, client }: Summary): Look | null {
  if (!autocannon) return null;
  const differs = autocannonSentence(autocannon, client);
  return {
    where: "autocannon's own result",
    showed: `${count(autocannon.requests)} answers, ${count(autocannon.errors)} errors, ${count(autocannon.timeouts)} of them time-outs`,
    not: differs ? prose(differs) : 'nothing: it agrees with the ledger',
    fields: ['autocannon', 'client.outcomes'],
  };
}

function atKernel({ kernel }: Summary): Look | null {
  const moved = Object.entries(kernel ?? {}).filter(([, by]) => by > 0);
  if (moved.length === 0) return null;
  const shown = moved.sort((a, b) => b[1] - a[1]).slice(0, mostCodes);
  return {
    where: "the kernel's counters",
    showed: shown.map(([name, by]) => `${code(name)} +${count(by)}`).join(', '),
    not: 'which process it was: they count for the whole machine',
    fields: ['kernel'],
  };
}

function lines(log: LogSummary): string {
  if (log.lines === 0) return 'nothing: it is empty';
  const codes = Object.entries(log.byCode).sort((a, b) => b[1] - a[1]);
  const shown = codes.slice(0, mostCodes).map(([name, n]) => `${code(name)} ${count(n)}`);
  if (codes.length > shown.length) shown.push(`${count(codes.length - shown.length)} other codes`);
  return `${count(log.lines)} lines${shown.length > 0 ? `, of them ${shown.join(', ')}` : ''}`;
}
