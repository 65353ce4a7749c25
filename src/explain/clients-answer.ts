import { type Paint, plain } from '../report/paint.ts';
import { table } from '../report/table.ts';
import { commandOf } from './backing.ts';
import { clients, wireEvents } from './wire-events.ts';

export const notRunNote = '°: not run here; from documents or memory. ←: the cause of the error before it.';

/** What each client calls each wire event, as one table for a terminal. */
export function clientsAnswer(paint: Paint = plain): string {
  const rows = wireEvents.flatMap(({ says, notRun }) =>
    clients.map((client) => [client, `${says[client]}${notRun.includes(client) ? ' °' : ''}`]),
  );
  const [, ...lines] = table(['client', 'it says'], rows, []);
  const blocks = wireEvents.map(({ event, shownBy }, i) =>
    [
      `${paint('bold', event)}  ${paint('dim', `(${shownBy.map(commandOf).join('; ')})`)}`,
      ...lines.slice(i * clients.length, (i + 1) * clients.length).map((line) => `  ${line}`),
    ].join('\n'),
  );
  return `What your client calls it\n\n${blocks.join('\n\n')}\n\n${notRunNote}\n`;
}
