/// <reference lib="dom" />
import type { LiveEvents } from '../frame.ts';

const names = ['facts', 'frame', 'mark', 'pool', 'verdict', 'end'] as const satisfies (keyof LiveEvents)[];

export interface StreamListener {
  onEvent<E extends keyof LiveEvents>(id: number, event: E, data: LiveEvents[E]): void;
  /** Whether the stream stands, as it changes. */
  onConnection(isOpen: boolean): void;
}

export const token = new URLSearchParams(location.search).get('token') ?? '';

/** Reads the stream. The browser reconnects on its own and says what it has had. */
export function listen(listener: StreamListener): void {
  const source = new EventSource(`/events?token=${encodeURIComponent(token)}`);
  source.onopen = () => listener.onConnection(true);
  source.onerror = () => listener.onConnection(false);
  for (const name of names) {
    source.addEventListener(name, (message: MessageEvent<string>) => {
      listener.onEvent(Number(message.lastEventId), name, JSON.parse(message.data));
      if (name === 'end') source.close();
    });
  }
}

/** Asks the run for something. Resolves with what came of it, in words. */
export async function ask(wish: object): Promise<string> {
  try {
    const response = await fetch(`/ask?token=${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    const { message } = (await response.json()) as { message: string };
    return message;
  } catch {
    return 'not done: the run cannot be reached';
  }
}
