import type { RunView } from '../../findings/examine.ts';
import { failuresOf } from '../../findings/find.ts';
import { count, decimal, ms } from '../../numbers.ts';
import type { Figures } from './charts.ts';

/** What a figure says, as its heading, and in more words for those who cannot see it. */
export interface Sentences {
  heading: string;
  text: string;
}

/** The sentences of each figure of a run. */
export function sentencesOf(view: RunView): Record<keyof Figures, Sentences> {
  return { rates: rates(view), latency: latency(view), pool: pool(view), machine: machine(view) };
}

function rates({ summary }: RunView): Sentences {
  const { client, conservation, phases } = summary;
  const failures = failuresOf(client.outcomes);
  const refused = (client.outcomes.rejected ?? 0) + (client.outcomes.http_error ?? 0);
  return {
    heading:
      `Of ${count(conservation.sent)} requests, ${count(client.outcomes.ok ?? 0)} were answered` +
      (refused > 0 ? `, ${count(refused)} were answered with an error` : '') +
      ` and ${failures === 0 ? 'none' : count(failures)} failed.`,
    text: phases
      .map(
        ({ name, seconds, sent, okPerSec, outcomes }) =>
          `${name}: ${decimal(sent / seconds)} requests a second offered, ${decimal(okPerSec)} answered, ` +
          `${decimal(failuresOf(outcomes) / seconds)} failed.`,
      )
      .join(' '),
  };
}

function latency({ summary, timeline }: RunView): Sentences {
  const { latencyMs, failureAgeMs } = summary.client;
  const { timeoutMs } = timeline.limits;
  const answers = latencyMs
    ? `Half of the answers took ${ms(latencyMs.p50)} ms or less, and one in a hundred more than ${ms(latencyMs.p99)} ms`
    : 'Nothing was answered';
  return {
    heading: `${answers}${failureAgeMs ? `; half of the failures died within ${ms(failureAgeMs.p50)} ms` : ''}.`,
    text: [
      ...(timeoutMs === null ? [] : [`Clients wait ${count(timeoutMs)} ms.`]),
      ...summary.phases.map(
        (phase) =>
          `${phase.name}: median ${ms(phase.latencyMs?.p50)} ms, p99 ${ms(phase.latencyMs?.p99)} ms, ` +
          `failures at ${ms(phase.failureAgeMs?.p50)} ms.`,
      ),
    ].join(' '),
  };
}

function pool({ summary, timeline }: RunView): Sentences {
  if (!summary.pool) return { heading: '', text: '' };
  const { pendingMax, max, waitMs } = summary.pool;
  const most = timeline.bins.reduce((highest, bin) => Math.max(highest, bin.predictedPending ?? 0), 0);
  return {
    heading:
      pendingMax === 0
        ? `No request had to wait for one of the ${count(max)} connections.`
        : `Up to ${count(pendingMax)} requests waited for ${count(max)} connections; the model says ${count(most)}.`,
    text:
      `The longest wait was ${ms(waitMs?.max)} ms. ` +
      summary.phases
        .map(({ name, startSeconds, seconds }) => {
          const within = timeline.bins.filter(
            (bin) => bin.seconds >= startSeconds && bin.seconds < startSeconds + seconds,
          );
          const highest = (read: (bin: (typeof within)[number]) => number | null | undefined): number =>
            within.reduce((top, bin) => Math.max(top, read(bin) ?? 0), 0);
          return `${name}: up to ${count(highest(({ pool: p }) => p?.pending))} waiting, ${count(
            highest((bin) => bin.predictedPending),
          )} predicted, ${count(highest(({ pool: p }) => p?.used))} in use.`;
        })
        .join(' '),
  };
}

function machine({ summary }: RunView): Sentences {
  const { files, eventLoop } = summary;
  const parts = [
    ...(files
      ? [
          `the api held up to ${count(files.max)} files${files.limit === null ? '' : ` of the ${count(files.limit)} that it may`}`,
        ]
      : []),
    ...(eventLoop ? [`its event loop was at most ${ms(eventLoop.delayP99Ms)} ms late`] : []),
  ];
  const text = parts.join(', and ');
  return {
    heading: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    text: 'Open files against their limit, and the 99th percentile of the event-loop delay in each sample.',
  };
}
