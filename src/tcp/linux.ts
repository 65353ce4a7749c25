/** Linux's numbers for what the lab asks of a socket: asm-generic/socket.h, linux/tcp.h, linux/in.h, linux/if_packet.h. */
export const linux = {
  AF_INET: 2,
  AF_PACKET: 17,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_NONBLOCK: 0o4000,
  SOCK_CLOEXEC: 0o2000000,
  SOL_IP: 0,
  SOL_SOCKET: 1,
  SOL_TCP: 6,
  SO_ERROR: 4,
  SO_KEEPALIVE: 9,
  SO_LINGER: 13,
  SO_ATTACH_FILTER: 26,
  IP_LOCAL_PORT_RANGE: 51,
  TCP_KEEPIDLE: 4,
  TCP_KEEPINTVL: 5,
  TCP_KEEPCNT: 6,
  TCP_INFO: 11,
  TCP_USER_TIMEOUT: 18,
  MSG_PEEK: 2,
  MSG_NOSIGNAL: 0x4000,
  SHUT_WR: 1,
  ETH_P_IP: 0x0800,
  SIOCGIFFLAGS: 0x8913,
  SIOCSIFFLAGS: 0x8914,
  IFF_UP: 1,
} as const;

/** The states of TCP, by the number that TCP_INFO and /proc/net/tcp give (include/net/tcp_states.h). */
export const tcpStates = [
  '',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
] as const;

export type TcpState = Exclude<(typeof tcpStates)[number], ''>;

/** poll(2)'s flags in the order in which they are printed. */
export const pollFlags = [
  ['IN', 0x1],
  ['OUT', 0x4],
  ['ERR', 0x8],
  ['HUP', 0x10],
  ['RDHUP', 0x2000],
] as const;
