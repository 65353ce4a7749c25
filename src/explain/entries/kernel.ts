import type { Entry } from '../entry.ts';
import { incident, tcp } from '../link.ts';

/** What the kernel said of a connection that existed, or that could not be made, as Node shows it. */
export const kernelEntries: readonly Entry[] = [
  {
    id: 'reset-after-node-upgrade',
    title: 'New ECONNRESETs after an upgrade of Node to 24.16, 26 or later',
    codes: ['ECONNRESET'],
    tell: 'They began with an upgrade of Node to 24.16 or 26. Nothing changed on the wire.',
    matches: [
      {
        literal: 'econnreset',
        pattern: /\b(?:node|libuv)\b[^\n]{0,60}\bupgrad|\bupgrad[^\n]{0,60}\b(?:node|libuv)\b/i,
      },
    ],
    examples: ['after upgrading Node to 24.16.0 the same job fails with read ECONNRESET'],
    wire: 'The same packets as before: data and at once an RST. Up to libuv 1.51 the RST was hidden when it came together with data, and the stream ended cleanly. From libuv 1.52 (Node 24.16 and 26) it is reported after the data.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'The same server gave a clean end on Node 20, 22 and 24.0 to 24.15, and read ECONNRESET on 24.16 and 26.',
    },
    causes: ['The peer closes with unread bytes, and always did.'],
    confirm: [
      "node -p 'process.versions.uv' before and after the upgrade.",
      'TCPAbortOnClose rises on the host of the peer: nstat -az TcpExtTCPAbortOnClose',
    ],
    change: [
      'Fix the peer: read the request to its end, then close.',
      "Handle 'error' on the response, and on the socket.",
    ],
    shownBy: [tcp('node-data-and-rst')],
  },
  {
    id: 'upload-cut-without-answer',
    title: 'An upload is cut, and the answer (413, 401) is never seen',
    codes: ['EPIPE', 'ECONNRESET'],
    tell: 'It happens while a request body is being sent; small bodies get their answer.',
    matches: [
      { literal: 'econnreset', pattern: /\b(?:upload|413|payload too large|request body)\b/i },
      { literal: 'epipe', pattern: /\b(?:upload|413|payload too large|request body)\b/i },
      { literal: 'broken pipe', pattern: /\b(?:upload|413|payload too large|request body)\b/i },
      { literal: 'reset by peer', pattern: /\breadfrom tcp\b|\b(?:upload|413|payload too large)\b/i },
      { literal: 'error writing request body to server' },
    ],
    examples: [
      'upload failed: write EPIPE after 3.2 MB',
      'Post "http://127.0.0.1:7311/": readfrom tcp 127.0.0.1:57102->127.0.0.1:7311: write tcp 127.0.0.1:57102->127.0.0.1:7311: write: connection reset by peer',
      'java.io.IOException: Error writing request body to server',
    ],
    wire: 'The server answered early and closed with body bytes unread. Its kernel sent the answer and then an RST. The RST can overtake the answer in the client: the write fails before the answer is read.',
    sure: {
      level: 'likely',
      basis: 'measured',
      why: 'In 150 runs of an early 413 the client lost the answer in 2 % to 75 % of them, with EPIPE and ECONNRESET mixed. The text alone does not prove that there was an answer. The words of Java are from memory.',
    },
    causes: [
      'The server refuses the body (too large, not signed in) and closes at once.',
      'A proxy has a body limit below that of the server.',
    ],
    confirm: [
      'Send the same request with a small body: the answer comes through.',
      'TCPAbortOnClose rises on the server: nstat -az TcpExtTCPAbortOnClose',
    ],
    change: [
      'Server: answer, half-close, read on for a bounded time, then close. That gave 150 answers in 150 runs.',
      'Client: send Expect: 100-continue; on EPIPE try to read the answer before giving up.',
    ],
    shownBy: [tcp('answer-close-unread'), incident],
  },
  {
    id: 'write-econnreset',
    title: 'write ECONNRESET: the connection had been reset before this write',
    codes: ['ECONNRESET'],
    tell: "The error has errno and syscall 'write'.",
    matches: [
      { literal: 'write econnreset' },
      { literal: 'econnreset', code: 'ECONNRESET', syscall: 'write', made: 'kernel' },
    ],
    examples: [
      "Error: write ECONNRESET\n    at afterWriteDispatched (node:internal/stream_base_commons:159:15) {\n  errno: -104,\n  code: 'ECONNRESET',\n  syscall: 'write'\n}",
    ],
    wire: 'An RST came in while this side was not reading, and no FIN had come before it. The first call after the RST gets ECONNRESET; here that was a write. The next write gets EPIPE.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'On Linux the kernel keeps the error of an RST for the first call, read or write. macOS gives EPIPE to the first write (read in its source).',
    },
    causes: [
      'A pooled connection was reset while it was idle: by a load balancer, a NAT or a restart.',
      'The peer closed with unread bytes, or with linger 0, while this side was writing.',
      'The server answered an upload early and closed.',
    ],
    confirm: [
      'Was the connection idle before? In Node, req.reusedSocket is true.',
      'On the peer: nstat -az TcpExtTCPAbortOnClose TcpExtTCPAbortOnData',
    ],
    change: [
      'Make idle connections end on this side first: an idle timeout below that of the peer and of what is between.',
      'Retry once on a new connection if the request may be repeated.',
    ],
    shownBy: [tcp('reset-by-peer'), tcp('node-reuse-after-rst')],
  },
  {
    id: 'read-econnreset',
    title: 'read ECONNRESET: the peer reset the connection',
    codes: ['ECONNRESET'],
    tell: "The error has errno -104 and syscall 'read'.",
    matches: [
      { literal: 'read econnreset' },
      { literal: 'econnreset', code: 'ECONNRESET', syscall: 'read', made: 'kernel' },
    ],
    examples: [
      "Error: read ECONNRESET\n    at TCP.onStreamRead (node:internal/stream_base_commons:218:20) {\n  errno: -104,\n  code: 'ECONNRESET',\n  syscall: 'read'\n}",
      '{"level":50,"time":1795341600123,"pid":1,"hostname":"api","err":{"type":"Error","message":"upstream failed","stack":"Error: upstream failed\\n    at run (/app/run.js:1:1)","errno":-104,"code":"ECONNRESET","syscall":"read"},"msg":"upstream failed"}',
    ],
    wire: 'An RST came in, and no FIN before it. `R.` (RST with ACK) is an abort by a live socket: closed with unread bytes, linger 0, listener closed, process killed by force. `R` alone is the reply to a segment for a connection that no longer exists.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'errno and syscall are there, so the kernel said it. After a FIN, Linux gives 0 (end) to every read, whatever comes later.',
    },
    causes: [
      'The peer closed while bytes of ours were still unread in its kernel.',
      'The peer is out of file handles: libuv accepts and closes at once, without a word in its log.',
      'The peer was restarted with connections that it had not accepted.',
      'A load balancer or NAT dropped an idle connection.',
      'linger 0, resetAndDestroy(), or a proxy that gives up.',
    ],
    confirm: [
      'On the peer: nstat -az TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtListenOverflows',
      'Open files of the peer against its limit: ls /proc/<pid>/fd | wc -l; grep files /proc/<pid>/limits',
      'Does it come right after connecting, in the middle, or after an idle time? Each points to another cause.',
      "tcpdump -ni any 'tcp[tcpflags] & tcp-rst != 0'",
    ],
    change: [
      'Peer: read to the end before closing; raise the limit of open files; bound the queue of its pool.',
      'Here: keep idle time below that of the load balancer; retry requests that may be repeated.',
    ],
    shownBy: [tcp('reset-by-peer'), tcp('close-unread'), incident],
  },
  {
    id: 'write-epipe',
    title: 'write EPIPE: written to a connection that the peer had closed',
    codes: ['EPIPE'],
    tell: "The error has errno -32 and syscall 'write'.",
    matches: [{ literal: 'write epipe' }, { literal: 'epipe', code: 'EPIPE', syscall: 'write', made: 'kernel' }],
    examples: [
      "Error: write EPIPE\n    at afterWriteDispatched (node:internal/stream_base_commons:161:15) {\n  errno: -32,\n  code: 'EPIPE',\n  syscall: 'write'\n}",
      '{"level":50,"time":1795341600123,"pid":1,"hostname":"api","err":{"type":"Error","message":"write EPIPE","stack":"Error: write EPIPE","errno":-32,"code":"EPIPE","syscall":"write"},"msg":"request failed"}',
    ],
    wire: 'A FIN came in, this side wrote on, and the peer answered that write with an RST. The write after that is EPIPE. Or: an RST was reported once already, and this is the second call. The first write to a cleanly closed peer always succeeds.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'errno and syscall are there, so the kernel said it. The only other way to it is to write after shutting down our own sending side.',
    },
    causes: [
      'The client gave up (its timeout passed) while the server still worked on the answer, and the server wrote it in several pieces.',
      'The event loop was blocked, so the FIN was not noticed between two writes.',
      'httpAllowHalfOpen or allowHalfOpen: the server goes on writing after the FIN.',
      'An upload that the server refused early.',
    ],
    confirm: [
      'On the side that closed, OutRsts rises and TCPAbortOnData does not: nstat -az TcpOutRsts TcpExtTCPAbortOnData',
      'Compare the age of the request at the error with the timeout of the client.',
      'Event-loop delay: perf_hooks.monitorEventLoopDelay()',
    ],
    change: [
      "Stop working for a client that has left: listen to 'close' on the response and cancel the query.",
      'Give up sooner than the client does: an acquire deadline in the pool, below the timeout minus the time of a query.',
      'Unblock the event loop.',
    ],
    shownBy: [tcp('broken-pipe'), incident],
  },
  {
    id: 'hang-then-etimedout',
    title: 'Hangs for about fifteen minutes, then ETIMEDOUT',
    codes: ['ETIMEDOUT'],
    tell: 'It takes about 15 minutes (924 seconds or more) to come.',
    matches: [
      {
        literal: 'etimedout',
        pattern: /\b1[56] ?min|\b9[2-9]\d(?:\.\d{1,6})? ?s(?:ec|\b)|\b9[2-9]\d[\d,]{3,4} ?ms\b/i,
      },
      { literal: 'connection timed out', pattern: /\b1[56] ?min|\b9[2-9]\d(?:\.\d{1,6})? ?s(?:ec|\b)/i },
    ],
    examples: ['query failed after 947 s: read ETIMEDOUT', 'every query hangs for 15 minutes, then ETIMEDOUT'],
    wire: 'This side sent data and got no ACK. The kernel sent it again and again with growing pauses (tcp_retries2 = 15, at least 924 seconds) and gave up. No FIN and no RST came.',
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'The time follows from tcp_retries2 in the kernel source. The text alone does not say what dropped the packets.',
    },
    causes: [
      'A NAT or load balancer forgot the idle connection and drops its packets in silence.',
      'The peer lost power or its network, or failed over without closing.',
    ],
    confirm: [
      'While it hangs: ss -to shows timer:(on,…) with a growing back-off and bytes in Send-Q.',
      'nstat -az TcpExtTCPTimeouts TcpExtTCPAbortOnTimeout',
    ],
    change: [
      'A statement or query timeout in the driver, so that nobody waits for the kernel.',
      'TCP keep-alive with a first delay below the idle time of the NAT.',
      'TCP_USER_TIMEOUT, or net.ipv4.tcp_retries2 = 8 (about 100 seconds).',
    ],
    shownBy: [tcp('silent-unanswered')],
  },
  {
    id: 'aggregate-etimedout',
    title: 'AggregateError ETIMEDOUT: none of the addresses answered within a quarter of a second',
    codes: ['ETIMEDOUT'],
    tell: 'An AggregateError, often with an empty message, after about 250 ms for each address.',
    matches: [
      { literal: 'aggregateerror', pattern: /\bETIMEDOUT\b/ },
      { literal: 'etimedout', code: 'ETIMEDOUT', made: 'node' },
    ],
    examples: [
      "AggregateError [ETIMEDOUT]: \n    at internalConnectMultiple (node:net:1122:18)\n    at internalConnectMultipleTimeout (node:net:1687:5) {\n  code: 'ETIMEDOUT',\n  [errors]: []\n}",
    ],
    wire: 'A SYN went to one address after the other. Node stopped waiting for each after its attempt timeout (250 ms in Node 20, 22 and 24, 500 ms in 26), not the kernel after two minutes.',
    sure: {
      level: 'likely',
      basis: 'measured',
      why: 'The attempt timeouts were measured per version. Other libraries also make an ETIMEDOUT without errno.',
    },
    causes: [
      'The peer is far away or slow: a connect that takes 300 ms is enough.',
      'The event loop was blocked while the connect was under way.',
      'One address family does not work (IPv6 without a route).',
    ],
    confirm: [
      'Time of the failure: n × 250 ms?',
      'Try with net.setDefaultAutoSelectFamilyAttemptTimeout(2000): does it go away?',
    ],
    change: [
      'net.setDefaultAutoSelectFamilyAttemptTimeout(ms), or --network-family-autoselection-attempt-timeout.',
      'Unblock the event loop; fix the address family that does not work.',
    ],
    shownBy: [],
  },
  {
    id: 'connect-etimedout',
    title: 'connect ETIMEDOUT: nobody answered the SYN',
    codes: ['ETIMEDOUT'],
    tell: "The error has syscall 'connect' and an address.",
    matches: [
      { literal: 'connect etimedout' },
      { literal: 'etimedout', code: 'ETIMEDOUT', syscall: 'connect', made: 'kernel' },
    ],
    examples: [
      "Error: connect ETIMEDOUT 10.0.0.5:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16) {\n  errno: -110,\n  code: 'ETIMEDOUT',\n  syscall: 'connect',\n  address: '10.0.0.5',\n  port: 5432\n}",
    ],
    wire: 'SYN after SYN went out, for about two minutes (tcp_syn_retries), and nothing came back: no SYN-ACK and no RST.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'A closed port would answer with an RST (ECONNREFUSED). Silence means that the SYN was dropped.',
    },
    causes: [
      'A firewall or security group drops the packets.',
      'The accept queue of the server is full: its process does not call accept (blocked event loop, out of files in other servers than Node).',
      'A wrong address, or a host that is down.',
    ],
    confirm: [
      'Here: nstat -az TcpExtTCPSynRetrans. There: nstat -az TcpExtListenOverflows TcpExtListenDrops',
      'There: ss -ltn. Recv-Q above Send-Q means a full accept queue.',
    ],
    change: [
      'Open the firewall, or fix the address.',
      'Find what blocks the event loop of the server; more processes; a larger backlog (and net.core.somaxconn).',
    ],
    shownBy: [tcp('accept-queue-full'), tcp('node-blocked-accept')],
  },
  {
    id: 'slow-connect',
    title: 'Connecting takes 1, 3 or 7 seconds, or another whole number of them',
    matches: [
      { literal: 'time_connect', pattern: /time_connect["']?\D{0,4}[1-57]\.[01]/ },
      ...['connect took', 'connect takes', 'connecting takes', 'connecting took', 'connected after'].map((literal) => ({
        literal,
        pattern: /\b(?:takes|took|after) (?:about )?[1-57](?:\.[01]\d{0,2})? ?s(?:ec|\b)/i,
      })),
    ],
    examples: ['time_connect: 1.031', 'connect took 3.07 s', 'connecting takes 7 seconds'],
    wire: 'The first SYN was dropped. The kernel sent it again after a second and then with longer pauses (at 1, 3 and 7 s; with tcp_syn_linear_timeouts of newer kernels at each of the first seconds), and one of these got through.',
    sure: {
      level: 'likely',
      basis: 'measured',
      why: 'A server with a blocked event loop gave connects of 3.07 s, with ListenOverflows 17 and TCPSynRetrans 15. Packet loss looks the same.',
    },
    causes: [
      'The accept queue of the server overflows in bursts: the process is too busy to call accept.',
      'A backlog that is too small for the burst; it is cut to net.core.somaxconn.',
      'Packet loss.',
    ],
    confirm: [
      'On the server: nstat -az TcpExtListenOverflows TcpExtListenDrops',
      'On the client: nstat -az TcpExtTCPSynRetrans',
    ],
    change: [
      'Find what blocks the event loop.',
      'A larger backlog and somaxconn; more processes.',
      'Connections that are kept alive.',
    ],
    shownBy: [tcp('node-blocked-accept')],
  },
  {
    id: 'read-etimedout',
    title: 'read ETIMEDOUT: the peer fell silent, and the kernel gave up',
    codes: ['ETIMEDOUT'],
    tell: "The error has errno -110 and syscall 'read' or 'write'.",
    matches: [
      { literal: 'read etimedout' },
      { literal: 'write etimedout' },
      { literal: 'etimedout', code: 'ETIMEDOUT', syscall: 'read', made: 'kernel' },
      { literal: 'read: connection timed out' },
    ],
    examples: [
      "Error: read ETIMEDOUT\n    at TCP.onStreamRead (node:internal/stream_base_commons:218:20) {\n  errno: -110,\n  code: 'ETIMEDOUT',\n  syscall: 'read'\n}",
      'read tcp 10.0.0.5:43210->10.0.0.7:5432: read: connection timed out',
    ],
    wire: 'Nothing came back: no data, no FIN, no RST. Keep-alive probes, or data that was sent again, stayed without an ACK until the kernel gave up.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'The kernel reports this only after its probes or its retransmissions ran out.',
    },
    causes: [
      'A NAT or load balancer dropped its state of an idle connection.',
      'The host of the peer died or lost its network.',
    ],
    confirm: [
      'nstat -az TcpExtTCPAbortOnTimeout TcpExtTCPKeepAlive TcpExtTCPTimeouts',
      'ss -tio: unacked, retrans and backoff of the connection.',
    ],
    change: [
      'TCP keep-alive with a first delay below the idle time of the NAT (pg: keepAliveInitialDelayMillis).',
      'A timeout of the query itself; TCP_USER_TIMEOUT.',
    ],
    shownBy: [tcp('silent-peer'), tcp('silent-unanswered')],
  },
  {
    id: 'connect-econnrefused',
    title: 'connect ECONNREFUSED: nothing listens there',
    codes: ['ECONNREFUSED'],
    tell: "The error has syscall 'connect', in Node.",
    matches: [{ literal: 'econnrefused' }],
    examples: [
      "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16) {\n  errno: -111,\n  code: 'ECONNREFUSED',\n  syscall: 'connect',\n  address: '127.0.0.1',\n  port: 5432\n}",
      'ECONNREFUSED',
    ],
    wire: 'The SYN was answered with an RST: the host is there, the port is not.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'An RST in answer to a SYN is the only thing that gives ECONNREFUSED on TCP.',
    },
    causes: [
      'The server is not started yet, has crashed, or is between two versions of a deployment.',
      'It listens on another address family: localhost is ::1 first, and the server listens on 127.0.0.1.',
      'It listens on 127.0.0.1 inside a container.',
    ],
    confirm: ['On the host of the server: ss -ltnp', 'An AggregateError lists each address that was tried.'],
    change: [
      'Wait for the port at start; listen on :: or 0.0.0.0 where that is wanted; name the address family.',
      'Retry with a pause that grows.',
    ],
    shownBy: [tcp('closed-port')],
  },
  {
    id: 'eaddrnotavail',
    title: 'connect EADDRNOTAVAIL: out of local ports for this destination',
    codes: ['EADDRNOTAVAIL'],
    matches: [{ literal: 'eaddrnotavail' }, { literal: 'cannot assign requested address' }],
    examples: [
      'Error: connect EADDRNOTAVAIL 127.0.0.1:7500 - Local (0.0.0.0:0)',
      'Get "http://127.0.0.1:7500/": dial tcp 127.0.0.1:7500: connect: cannot assign requested address',
      'java.net.BindException: Cannot assign requested address',
    ],
    wire: 'Nothing was sent. Every local port is taken for this destination address and port, by live connections or by TIME_WAIT.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'On connect it can mean nothing else. On listen it means that the host does not have the address.',
    },
    causes: [
      'A new connection for each request: each leaves a TIME_WAIT of 60 seconds on the side that closed first.',
      'Connections that are leaked to one destination.',
    ],
    confirm: [
      "ss -tan dst <address> | awk '{print $1}' | sort | uniq -c",
      'sysctl net.ipv4.ip_local_port_range; another destination port still works. No kernel counter moves.',
    ],
    change: [
      'Keep connections alive, or pool them. Close leaks.',
      'A wider ip_local_port_range, more destination addresses, net.ipv4.tcp_tw_reuse = 1.',
    ],
    shownBy: [tcp('out-of-ports')],
  },
  {
    id: 'econnaborted',
    title: 'read ECONNABORTED: the connection was destroyed from outside, on this host',
    codes: ['ECONNABORTED'],
    tell: "The kernel's has errno and syscall.",
    matches: [
      { literal: 'read econnaborted' },
      { literal: 'econnaborted', code: 'ECONNABORTED', made: 'kernel' },
      { literal: 'software caused connection abort' },
    ],
    examples: ['Error: read ECONNABORTED'],
    wire: 'Someone destroyed this socket on this host (ss -K, SOCK_DESTROY). The peer got an RST.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'On Linux a read gives ECONNABORTED after SOCK_DESTROY, and after nothing else that was found.',
    },
    causes: ['ss -K by an administrator or a script; a network manager that changes addresses.'],
    confirm: ['nstat -az TcpOutRsts; the history of the shell; the logs of the network manager.'],
    change: ['Treat it as any lost connection: retry what may be repeated.'],
    shownBy: [],
  },
];
