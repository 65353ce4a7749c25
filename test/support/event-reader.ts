import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export interface StreamEvent {
  id: number;
  event: string;
  data: unknown;
}

export interface EventReader {
  response: IncomingMessage;
  events: StreamEvent[];
  isClosed(): boolean;
  close(): void;
}

/** Reads a stream of server-sent events as a browser does, in the little that is needed of it. */
export function readEventStream(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  return new Promise((resolve, reject) => {
    const req: ClientRequest = request(url, { headers, agent: false }, (response) => {
      const events: StreamEvent[] = [];
      let text = '';
      let closed = false;
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (name: string): string | undefined =>
            block
              .split('\n')
              .find((line) => line.startsWith(`${name}: `))
              ?.slice(name.length + 2);
          const event = field('event');
          if (event) events.push({ id: Number(field('id')), event, data: JSON.parse(field('data') ?? 'null') });
        }
      });
      response.on('close', () => {
        closed = true;
      });
      response.on('error', () => {});
      resolve({ response, events, isClosed: () => closed, close: () => req.destroy() });
    });
    req.on('error', reject);
    req.end();
  });
}
