import { constants } from 'node:os';
import { PileupError } from '../errors.ts';
import type { AddressOf, Libc } from './libc.ts';
import { linux, pollFlags, type TcpState, tcpStates } from './linux.ts';

/** TCP on 127.0.0.1 by system calls that never block. A result below zero is a negative errno, as in the kernel. */
export type Sockets = ReturnType<typeof socketsOn>;

// util.getSystemErrorName() knows what libuv can return, which leaves out EINPROGRESS.
// Of two names for one number the first stays: EAGAIN before EWOULDBLOCK.
const errnoNames = new Map(
  Object.entries(constants.errno)
    .map(([name, errno]) => [errno, name] as const)
    .reverse(),
);

/** The name of a negative errno: ECONNRESET for -104. */
export function errnoName(result: number): string {
  return errnoNames.get(-result) ?? `errno ${-result}`;
}

export function socketsOn(libc: Libc, addressOf: AddressOf) {
  const setInt = (fd: number, level: number, option: number, value: number): number => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value | 0);
    return libc.setsockopt(fd, level, option, bytes, bytes.length);
  };
  const getBytes = (fd: number, level: number, option: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(size);
    must('getsockopt', libc.getsockopt(fd, level, option, bytes, length));
    return bytes;
  };

  return {
    open: (): number =>
      must('socket', libc.socket(linux.AF_INET, linux.SOCK_STREAM | linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC, 0)),
    /** Binds to a free port of 127.0.0.1. */
    bind: (fd: number): number => must('bind', libc.bind(fd, loopback(0), 16)),
    listen: (fd: number, backlog: number): number => must('listen', libc.listen(fd, backlog)),
    accept: (fd: number): number =>
      libc.accept4(fd, Buffer.alloc(16), lengthOf(16), linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC),
    /** The second call on a socket whose connection was begun gives what became of it. */
    connect: (fd: number, port: number): number => libc.connect(fd, loopback(port), 16),
    send: (fd: number, bytes: Uint8Array): number => libc.send(fd, bytes, bytes.length, linux.MSG_NOSIGNAL),
    recv: (fd: number, bytes: Uint8Array): number => libc.recv(fd, bytes, bytes.length, 0),
    peek: (fd: number, bytes: Uint8Array): number => libc.recv(fd, bytes, bytes.length, linux.MSG_PEEK),
    shutdownWrite: (fd: number): number => libc.shutdown(fd, linux.SHUT_WR),
    close: (fd: number): number => libc.close(fd),
    /** Makes the next close() discard what is queued and send RST. */
    lingerZero: (fd: number): number => {
      const onWithZeroSeconds = Buffer.alloc(8);
      onWithZeroSeconds.writeInt32LE(1);
      return must('SO_LINGER', libc.setsockopt(fd, linux.SOL_SOCKET, linux.SO_LINGER, onWithZeroSeconds, 8));
    },
    /** Asks the peer for a sign of life after 1 s of silence, and gives up 1 s later: the shortest that there is. */
    keepAlive: (fd: number): void => {
      must('SO_KEEPALIVE', setInt(fd, linux.SOL_SOCKET, linux.SO_KEEPALIVE, 1));
      must('TCP_KEEPIDLE', setInt(fd, linux.SOL_TCP, linux.TCP_KEEPIDLE, 1));
      must('TCP_KEEPINTVL', setInt(fd, linux.SOL_TCP, linux.TCP_KEEPINTVL, 1));
      must('TCP_KEEPCNT', setInt(fd, linux.SOL_TCP, linux.TCP_KEEPCNT, 1));
    },
    userTimeout: (fd: number, ms: number): number =>
      must('TCP_USER_TIMEOUT', setInt(fd, linux.SOL_TCP, linux.TCP_USER_TIMEOUT, ms)),
    /** Drops every segment for this socket before TCP sees it: a peer that has vanished, without any privilege. */
    deafen: (fd: number): number => {
      const returnZero = Buffer.alloc(8);
      returnZero.writeUInt16LE(0x06);
      const program = Buffer.alloc(16);
      program.writeUInt16LE(1);
      program.writeBigUInt64LE(addressOf(returnZero), 8);
      return libc.setsockopt(fd, linux.SOL_SOCKET, linux.SO_ATTACH_FILTER, program, 16);
    },
    /** Confines the local port of a connect() to `low`…`high`, for this socket alone. Linux 6.3; -ENOPROTOOPT before. */
    localPorts: (fd: number, low: number, high: number): number =>
      setInt(fd, linux.SOL_IP, linux.IP_LOCAL_PORT_RANGE, (high << 16) | low),
    port: (fd: number): number => {
      const address = Buffer.alloc(16);
      must('getsockname', libc.getsockname(fd, address, lengthOf(16)));
      return address.readUInt16BE(2);
    },
    /** The pending error by name, or '0'. Reading it takes it away. */
    soError: (fd: number): string => {
      const code = getBytes(fd, linux.SOL_SOCKET, linux.SO_ERROR, 4).readInt32LE();
      return code === 0 ? '0' : errnoName(-code);
    },
    state: (fd: number): TcpState | '' => tcpStates[getBytes(fd, linux.SOL_TCP, linux.TCP_INFO, 8)[0] ?? 0] ?? '',
    /** poll(2)'s flags by name; looking takes nothing away. */
    poll: (fd: number): string => {
      const entry = Buffer.alloc(8);
      entry.writeInt32LE(fd);
      entry.writeInt16LE(0x2005, 4);
      must('poll', libc.poll(entry, 1, 0));
      const flags = entry.readInt16LE(6);
      return pollFlags.flatMap(([name, bit]) => (flags & bit ? [name] : [])).join(' ') || 'none';
    },
  };
}

function loopback(port: number): Buffer {
  const address = Buffer.alloc(16);
  address.writeUInt16LE(linux.AF_INET);
  address.writeUInt16BE(port, 2);
  address.set([127, 0, 0, 1], 4);
  return address;
}

function lengthOf(size: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(size);
  return length;
}

function must(call: string, result: number): number {
  if (result < 0) throw new PileupError('PROCESS_FAILED', `${call} failed in the socket lab: ${errnoName(result)}`);
  return result;
}
