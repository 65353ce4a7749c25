/// <reference lib="dom" />
import { element, show } from './dom.ts';
import type { RunState } from './run-state.ts';
import { ask } from './stream.ts';

/** Whether the presenter is in a field of this group: what is being typed must not be put back under their hands. */
function isTypingIn(group: string): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLInputElement && element(group).contains(activeElement);
}

/** The presenter's controls. Returns what shows them as the run stands. */
export function makePresenter(): (state: RunState) => void {
  const input = (id: string): HTMLInputElement => element<HTMLInputElement>(id);
  const tell = async (wish: object, what: string): Promise<void> => show('answer', `${what}: ${await ask(wish)}`);
  const numberOrNull = (id: string): number | null => (input(id).value === '' ? null : input(id).valueAsNumber);
  const onClick = (id: string, act: () => void): void => element(id).addEventListener('click', act);
  let isHeld = true;

  onClick('next', () => void tell({ type: 'next' }, 'next phase'));
  onClick('end', () => void tell({ type: 'end' }, 'end'));
  onClick('hold', () => void tell({ type: 'hold', held: !isHeld }, isHeld ? 'go on in time' : 'hold'));
  onClick('load-set', () => void tell({ type: 'load', connections: numberOrNull('connections') }, 'load'));
  onClick('pool-set', () => {
    const settings = {
      max: numberOrNull('pool-max'),
      acquireTimeoutMs: numberOrNull('pool-deadline'),
      maxPending: numberOrNull('pool-queue'),
    };
    void tell({ type: 'pool', ...settings }, 'pool');
  });
  // Enter in a field sets what the field belongs to, and never leaves the page.
  element('presenter').addEventListener('submit', (event) => event.preventDefault());
  for (const [group, button] of [
    ['pool-fields', 'pool-set'],
    ['connections', 'load-set'],
  ] as const) {
    element(group).addEventListener('keydown', (event) => {
      if (event.key === 'Enter') element(button).click();
    });
  }

  let shownPool = '';
  let shownConnections = -1;
  return ({ facts, pool, frames, ending }) => {
    element('presenter').hidden = !facts?.presents || ending !== null;
    element('pool-fields').hidden = pool === null;
    if (pool && shownPool !== JSON.stringify(pool) && !isTypingIn('pool-fields')) {
      shownPool = JSON.stringify(pool);
      input('pool-max').value = String(pool.max);
      input('pool-deadline').value = String(pool.acquireTimeoutMs ?? '');
      input('pool-queue').value = String(pool.maxPending ?? '');
    }
    const frame = frames.at(-1);
    if (!frame) return;
    isHeld = frame.held;
    element('hold').setAttribute('aria-pressed', String(isHeld));
    if (frame.connections !== shownConnections && !isTypingIn('connections')) {
      shownConnections = frame.connections;
      input('connections').value = frame.connections === 0 ? '' : String(frame.connections);
    }
  };
}
