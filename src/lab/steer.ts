import type { PoolSettings } from '../recording/events.ts';
import type { Recorder } from '../recording/writer.ts';
import type { Child } from './child.ts';
import type { Control } from './controls.ts';
import type { Crew } from './crew.ts';
import type { PhaseTimer } from './phase-timer.ts';
import type { Walk } from './walk.ts';

const answerDeadlineMs = 10_000;

/** Does what is asked of a run that goes on, and records it. Resolves with null, or with why it was not done. */
export function steer(
  walk: Walk,
  crew: Crew,
  recorder: Recorder,
  timer: PhaseTimer | null,
): (control: Control) => Promise<string | null> {
  return async (control) => {
    switch (control.type) {
      case 'mark':
        recorder.record('mark', { text: control.text });
        return null;
      case 'next':
        timer?.next();
        return null;
      case 'end':
        timer?.end();
        return null;
      case 'hold':
        timer?.hold(control.held);
        recorder.record('phase.hold', { held: control.held });
        return null;
      case 'load': {
        const { connections } = control;
        if (walk.amount !== null) return 'a load of a fixed amount keeps its connections';
        if (!walk.phase?.connections) return 'this phase has no load: go on to the next one';
        crew.load.send({ type: 'connections', connections });
        recorder.record('load.change', { connections });
        return null;
      }
      case 'pool': {
        const { max, acquireTimeoutMs, maxPending } = control;
        const settings = { max, acquireTimeoutMs, maxPending };
        if (!crew.api) return 'the pool belongs to a server that is not steered from here';
        const why = await changePool(crew.api, settings);
        if (why === null) recorder.record('pool.change', settings);
        return why;
      }
    }
  };
}

function changePool(api: Child, settings: PoolSettings): Promise<string | null> {
  return new Promise((resolve) => {
    const done = (why: string | null): void => {
      clearTimeout(timer);
      off();
      resolve(why);
    };
    const timer = setTimeout(() => done('the api did not answer'), answerDeadlineMs);
    const off = api.onMessage((message) => {
      if (message.type === 'pool-changed') done(null);
      else if (message.type === 'failed') done(message.error.message);
    });
    api.send({ type: 'pool', settings });
  });
}
