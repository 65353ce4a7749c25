import { readFileSync } from 'node:fs';
import { type TcpState, tcpStates } from './linux.ts';

/** A row of /proc/net/tcp: a socket of this namespace, whoever owns it, and also one that nobody has accepted. */
export interface ProcSocket {
  localPort: number;
  remotePort: number;
  state: TcpState | '';
  /** Bytes that were received and not read; for a listener, connections that wait to be accepted. */
  unread: number;
}

/** The IPv4 sockets of this namespace. Throws where there is no /proc. */
export function procSockets(): ProcSocket[] {
  return readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1).flatMap(socketIn);
}

function socketIn(row: string): ProcSocket[] {
  const match = /^ *\d+: \w+:(\w+) \w+:(\w+) (\w+) \w+:(\w+)/.exec(row);
  if (match === null) return [];
  const [localPort = 0, remotePort = 0, state = 0, unread = 0] = match.slice(1).map((hex) => Number.parseInt(hex, 16));
  return [{ localPort, remotePort, state: tcpStates[state] ?? '', unread }];
}
