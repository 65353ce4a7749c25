import { readdirSync, readFileSync } from 'node:fs';
import type { KernelCounters } from '../recording/events.ts';

/** Files that a process has open, or null where there is no /proc or the process is gone. */
export function openFiles(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return null;
  }
}

/** The soft limit of open files of a process, or null where it cannot be read. */
export function fileLimitOf(pid: number): number | null {
  const line = readProc(`/proc/${pid}/limits`)
    ?.split('\n')
    .find((row) => row.startsWith('Max open files'));
  const soft = Number(line?.split(/\s+/)[3]);
  return Number.isFinite(soft) ? soft : null;
}

/** TCP sockets in use and in TIME_WAIT in this network namespace. */
export function socketStatistics(): { tcpInUse: number | null; tcpTimeWait: number | null } {
  const line = readProc('/proc/net/sockstat')?.match(/^TCP: inuse (\d+) orphan \d+ tw (\d+)/m);
  return { tcpInUse: line ? Number(line[1]) : null, tcpTimeWait: line ? Number(line[2]) : null };
}

const counterNames = new Set([
  'ActiveOpens',
  'AttemptFails',
  'EstabResets',
  'OutRsts',
  'ListenOverflows',
  'ListenDrops',
  'TCPAbortOnClose',
  'TCPAbortOnData',
  'TCPAbortOnTimeout',
  'TCPSynRetrans',
  'TCPTimeouts',
]);

/** The TCP counters of this network namespace that bear on resets, or null where there is no /proc. */
export function kernelCounters(): KernelCounters | null {
  const snmp = readProc('/proc/net/snmp');
  const netstat = readProc('/proc/net/netstat');
  if (snmp === null || netstat === null) return null;
  return { ...countersIn(snmp, 'Tcp:'), ...countersIn(netstat, 'TcpExt:') };
}

/** Both files hold pairs of lines: the names, then the values, behind the same prefix. */
function countersIn(text: string, prefix: string): KernelCounters {
  const [names, values] = text.split('\n').filter((line) => line.startsWith(prefix));
  const value = values?.split(' ') ?? [];
  return Object.fromEntries(
    (names?.split(' ') ?? []).flatMap((name, i) => (counterNames.has(name) ? [[name, Number(value[i])]] : [])),
  );
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
