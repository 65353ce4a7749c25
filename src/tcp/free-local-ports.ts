import { readFileSync } from 'node:fs';
import { procSockets } from './proc-tcp.ts';

/** The first of `count` adjacent local ports that nothing uses, inside the range that connect() takes ports from. */
export function freeLocalPorts(count: number): number {
  const [low = 32_768, high = 60_999] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    .split(/\s+/)
    .map(Number);
  const used = new Set(procSockets().map(({ localPort }) => localPort));
  for (let base = low; base + count <= high; base += count) {
    if (!Array.from({ length: count }, (_value, i) => base + i).some((port) => used.has(port))) return base;
  }
  throw new Error('no local ports are free');
}
