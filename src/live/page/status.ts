/// <reference lib="dom" />
import { element, show } from './dom.ts';
import { count } from './format.ts';
import type { RunState } from './run-state.ts';

const lateAfterSeconds = 3;

export interface Watch {
  isFrozen: boolean;
  isOpen: boolean;
  /** When the newest frame came, on the page's clock. */
  frameAtMs: number | null;
}

/** The strip at the top: whose run this is, where it stands, and how old what is shown is. */
export function showStatus(state: RunState, watch: Watch): void {
  const { facts, ending } = state;
  const frame = state.frames.at(-1);
  const badge = element('badge');
  const [word, look] = badgeOf(state, watch);
  badge.dataset.state = look;
  show('badge', word);
  if (facts) {
    document.title = `${facts.scenario} · pileup ${facts.mode}`;
    show('target', `${facts.scenario} · ${facts.target}`);
  }
  if (frame) {
    const held = frame.held && !ending ? ' (held)' : '';
    const load = frame.connections === 0 ? 'no load' : `${count(frame.connections)} connections`;
    show('phase', frame.phase === null ? '' : `${frame.phase}, ${load}${held}`);
    const total = facts && !facts.presents ? ` of ${Math.round(facts.totalSeconds)}` : '';
    show('elapsed', `${Math.floor(frame.seconds)}${total} s`);
  } else show('phase', facts ? 'starting' : '');
  showAge(state, watch);
}

function badgeOf({ facts, ending }: RunState, { isFrozen, isOpen }: Watch): [string, string] {
  if (isFrozen) return ['FROZEN', 'frozen'];
  if (ending) return [ending.status === 'complete' ? 'ENDED' : 'ENDED, PARTIAL', 'ended'];
  if (!isOpen) return ['NO CONNECTION', 'lost'];
  if (!facts) return ['…', 'lost'];
  return facts.mode === 'live' ? ['LIVE', 'live'] : [`REPLAY ×${facts.speed}`, 'replay'];
}

function showAge({ frames, ending, facts }: RunState, { frameAtMs }: Watch): void {
  const age = element('age');
  const frame = frames.at(-1);
  if (ending || !frame || frameAtMs === null) {
    age.dataset.late = 'no';
    show('age', '');
    return;
  }
  const seconds = (performance.now() - frameAtMs) / 1000 + (facts?.mode === 'live' ? frame.ageMs / 1000 : 0);
  const isLate = seconds > lateAfterSeconds;
  age.dataset.late = isLate ? 'yes' : 'no';
  show('age', isLate ? `no news for ${seconds.toFixed(0)} s` : `${seconds.toFixed(1)} s ago`);
}
