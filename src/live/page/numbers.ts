/// <reference lib="dom" />
import type { Frame } from '../frame.ts';
import { element, show } from './dom.ts';
import { count, duration, durationText, rate } from './format.ts';
import { endings, type RunState, topFailure } from './run-state.ts';

const longVerdict = 150;

/** Shows the verdict and the four numbers, over the last second. */
export function showNumbers(state: RunState): void {
  const { facts, frames, verdict } = state;
  const frame = frames.at(-1);
  if (!facts || !frame) return;
  const perFrame = facts.frameMs / 1000;
  const second = frames.slice(-Math.max(1, Math.round(1 / perFrame)));
  const seconds = second.length * perFrame;
  const sum = (read: (frame: Frame) => number): number => second.reduce((total, one) => total + read(one), 0);

  const output = element('verdict');
  const text = verdict?.text ?? frame.verdict.text;
  output.dataset.level = verdict ? (verdict.code === 'all_answered' ? 'good' : 'bad') : frame.verdict.level;
  output.classList.toggle('long', text.length > longVerdict);
  show('verdict', text);

  const ok = sum((one) => endings(one).ok) / seconds;
  const shed = sum((one) => endings(one).shed) / seconds;
  const failed = sum((one) => endings(one).failed) / seconds;
  show('answers', rate(ok));
  const offered = `of ${rate(sum((one) => one.sent ?? 0) / seconds)}/s`;
  show('answers-of', shed > 0 ? `${offered}; ${rate(shed)}/s turned away` : `${offered} offered`);

  showLatency(frame, facts.timeoutMs);
  showPool(frame);

  show('failures', rate(failed));
  element('failures')
    .closest('.tile')
    ?.classList.toggle('zero', failed === 0);
  const top = topFailure(second);
  show('failures-of', top === null ? 'none in the last second' : `mostly ${words[top] ?? top.replaceAll('_', ' ')}`);
  showMachine(frame);
}

function showLatency({ latency10sMs }: Frame, timeoutMs: number | null): void {
  const limit = timeoutMs === null ? '' : `; limit ${durationText(timeoutMs)}`;
  if (latency10sMs === null) {
    show('p99', '–');
    show('p99-unit', '');
    show('p99-of', `no answer for 10 s${limit}`);
    return;
  }
  const [value, unit] = duration(latency10sMs.p99);
  show('p99', value);
  show('p99-unit', unit);
  show('p99-of', `n = ${count(latency10sMs.n)} in 10 s${limit}`);
}

function showPool({ pool, connections }: Frame): void {
  const tile = element('waiting').closest('.tile');
  if (!pool) {
    show('waiting-title', 'Connections');
    show('waiting', count(connections));
    show('waiting-of', 'the server’s pool is not seen');
    tile?.classList.add('zero');
    return;
  }
  show('waiting', count(pool.pending));
  tile?.classList.toggle('zero', pool.pending === 0);
  const oldest = pool.oldestWaitMs > 0 ? `; longest ${durationText(pool.oldestWaitMs)}` : '';
  show('waiting-of', `pool ${count(pool.used)} of ${count(pool.max)}${oldest || ' in use'}`);
}

function showMachine({ files, loopDelayMs }: Frame): void {
  const limit = files?.limit === null ? '' : ` of ${count(files?.limit ?? 0)}`;
  const open = files ? `open files ${count(files.open)}${limit}` : null;
  const delay = loopDelayMs === null ? null : `event loop ${loopDelayMs.toFixed(0)} ms late`;
  show('machine', [open, delay].filter(Boolean).join(' · '));
}

const words: Record<string, string> = {
  timeout: 'timed out',
  reset: 'reset by peer',
  broken_pipe: 'broken pipe',
  closed_early: 'closed unanswered',
  refused: 'refused',
  connect_timeout: 'connect timed out',
  no_ports: 'no local port',
  no_files: 'client out of files',
  dns: 'name not found',
};
