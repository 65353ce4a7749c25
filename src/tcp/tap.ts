import type { Libc } from './libc.ts';
import { linux } from './linux.ts';

/** A TCP segment that passed the loopback interface. `flags` are written as tcpdump writes them. */
export interface Segment {
  from: number;
  to: number;
  flags: string;
  payloadBytes: number;
}

/** Sees every TCP segment on the loopback interface of a namespace, from now until it is closed. */
export interface Tap {
  /** The segments since the last call, in order. */
  take(): Segment[];
  close(): void;
}

/** Null where the process may not capture (it takes CAP_NET_RAW, which a private namespace gives). */
export function openTap(libc: Libc): Tap | null {
  // Asked for one protocol alone, the kernel shows a segment once, on arrival; asked for all, on departure as well.
  const protocol = ((linux.ETH_P_IP & 0xff) << 8) | (linux.ETH_P_IP >> 8);
  const fd = libc.socket(linux.AF_PACKET, linux.SOCK_DGRAM | linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC, protocol);
  if (fd < 0) return null;
  const packet = Buffer.alloc(65_536);
  return {
    take: () => {
      const segments: Segment[] = [];
      for (;;) {
        const size = libc.recv(fd, packet, packet.length, 0);
        if (size <= 0) return segments;
        const segment = segmentIn(packet);
        if (segment !== null) segments.push(segment);
      }
    },
    close: () => {
      libc.close(fd);
    },
  };
}

/** Layouts: RFC 791 section 3.1, RFC 9293 section 3.1. */
function segmentIn(packet: Buffer): Segment | null {
  const isTcp = packet[9] === 6;
  if (!isTcp) return null;
  const tcp = ((packet[0] ?? 0) & 15) * 4;
  const headerBytes = ((packet[tcp + 12] ?? 0) >> 4) * 4;
  const bits = packet[tcp + 13] ?? 0;
  const flags = flagLetters.flatMap(([letter, bit]) => (bits & bit ? [letter] : [])).join('');
  return {
    from: packet.readUInt16BE(tcp),
    to: packet.readUInt16BE(tcp + 2),
    flags,
    payloadBytes: packet.readUInt16BE(2) - tcp - headerBytes,
  };
}

const flagLetters = [
  ['F', 0x01],
  ['S', 0x02],
  ['R', 0x04],
  ['P', 0x08],
  ['.', 0x10],
] as const;
