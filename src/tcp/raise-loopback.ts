import { execFileSync } from 'node:child_process';
import type { Libc } from './libc.ts';
import { linux } from './linux.ts';

/** Brings up the loopback interface of this namespace: a new one begins with it down. False where it cannot. */
export function raiseLoopback(libc: Libc | null): boolean {
  return libc === null ? byCommand() : byIoctl(libc);
}

/** struct ifreq: 16 bytes of name, then the flags (netdevice(7)). */
function byIoctl(libc: Libc): boolean {
  const fd = libc.socket(linux.AF_INET, linux.SOCK_DGRAM | linux.SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const request = Buffer.alloc(40);
  request.write('lo');
  const hasRead = libc.ioctl(fd, linux.SIOCGIFFLAGS, request) === 0;
  request.writeUInt16LE(request.readUInt16LE(16) | linux.IFF_UP, 16);
  const hasRaised = hasRead && libc.ioctl(fd, linux.SIOCSIFFLAGS, request) === 0;
  libc.close(fd);
  return hasRaised;
}

function byCommand(): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'ip link set lo up'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
