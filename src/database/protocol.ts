import type { Socket } from 'node:net';
import type { Row } from './connection.ts';

/** The simulated database speaks one JSON object a line. The server speaks first. */
export type ServerMessage =
  | { hello: number }
  | { id: number; rows: Row[] }
  | { error: 'DATABASE_TOO_MANY_CONNECTIONS' | 'DATABASE_REFUSED' };

export interface QueryMessage {
  id: number;
  name: string;
  key: string;
  values: readonly unknown[];
}

export function send(socket: Socket, message: ServerMessage | QueryMessage): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `onMessage` for each line that the peer sends; a line that is not JSON ends the connection. */
export function receive<M>(socket: Socket, onMessage: (message: M) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      try {
        onMessage(JSON.parse(line) as M);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
        return;
      }
    }
  });
}
