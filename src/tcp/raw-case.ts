import type { Expected } from './expected.ts';
import type { TcpState } from './linux.ts';

/** One end of a connection, or a listener. `client 2` and so on are further clients of the same listener. */
export type End = 'client' | `client ${number}` | 'server' | 'listener' | 'listener 2';

/** What one end does. The words after the end are the ones that are printed. */
export type Step =
  | readonly [End, 'listens', number]
  | readonly [End, 'binds without listening']
  | readonly [End, 'connects to', End]
  | readonly [End, 'begins to connect to', End]
  | readonly ['server', 'accepts']
  | readonly [End, 'writes', string | number]
  | readonly [End, 'writes until its buffer is full']
  | readonly [End, 'reads', number]
  | readonly [End, 'closes']
  | readonly [End, 'shuts down writing']
  | readonly [End, 'sets linger to 0']
  | readonly [End, 'turns deaf']
  | readonly [End, 'sends keep-alives']
  | readonly [End, 'sets a user timeout of (ms)', number]
  | readonly [End, 'may use local ports', number]
  /** The waits: until the kernel says so. */
  | readonly [End, 'is in', TcpState]
  | readonly [End, 'holds unread bytes', number]
  | readonly ['kernel', 'has counted', string]
  /** A segment, as in `client R.`; no wait where nothing is captured. */
  | readonly ['kernel', 'has delivered', string];

/** The client's calls after the steps: R recv, W send, S getsockopt(SO_ERROR). */
export type Order = 'RRR' | 'WWW' | 'RWR' | 'WRW' | 'SRW';

/** What can be looked at in a case of real system calls. */
export type RawCheck =
  | Order
  /** Segments from the server that carry data, FIN or RST, up to the end of the steps; the client's with its name. */
  | 'wire'
  /** The same, for what the client's first successful write brings. */
  | 'answer'
  | 'state'
  | 'poll'
  | 'counters'
  | 'answer counters'
  | `${End} connects`;

/** A case of real system calls. Every order gets a pair of sockets of its own. */
export interface RawCase {
  kind: 'raw';
  name: string;
  title: string;
  /** What to learn from it, for someone new to it. */
  lesson: string;
  steps: readonly Step[];
  /** The state of the client once its first successful write has been answered, where an answer comes. */
  answered?: TcpState;
  /** True where the steps take seconds, so that the pairs of all orders go through them side by side. */
  isSlow?: boolean;
  expects: { readonly [Check in RawCheck]?: Expected };
}
