import type { Entry } from '../entry.ts';
import { incident, tcp } from '../link.ts';

/** Open files have run out, in the server or in the client. */
export const fileEntries: readonly Entry[] = [
  {
    id: 'server-out-of-files',
    title: 'The server cannot accept: too many open files',
    codes: ['EMFILE', 'ENFILE'],
    tell: 'It names accept. A Node server never says it: libuv accepts and closes in silence.',
    matches: [
      { literal: 'too many open files', pattern: /\baccept4?\b/ },
      { literal: 'accept emfile' },
      { literal: 'EMFILE', pattern: /\baccept4?\b/ },
    ],
    examples: [
      '2026/11/22 12:27:46 http: Accept error: accept tcp 127.0.0.1:33099: accept4: too many open files; retrying in 5ms',
      '2026/11/22 10:00:00 [crit] 29#29: accept4() failed (24: Too many open files)',
      'accept4(18, NULL, NULL, SOCK_CLOEXEC|SOCK_NONBLOCK) = -1 EMFILE (Too many open files)',
    ],
    wire: 'The handshake was done by the kernel, so the client is connected. Go and nginx leave it waiting in the queue. Node (libuv) accepts it with a spare handle and closes it: the client sees a FIN, or an RST if it had sent something.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'With ulimit -n 50 and 80 clients, a Node server gave 45 to 53 clients ECONNRESET and emitted no event at all. Go logs the line above.',
    },
    causes: [
      'Requests pile up behind a pool that is too small: each one holds a socket.',
      'Half-open sockets of clients that left are kept until their turn.',
      'A leak of files or sockets; a limit of 1024 from the shell or the service manager.',
    ],
    confirm: [
      'ls /proc/<pid>/fd | wc -l against grep files /proc/<pid>/limits',
      'Node: no connection event, TCPAbortOnClose rises: nstat -az TcpExtTCPAbortOnClose; strace -e accept4 -p <pid>',
    ],
    change: [
      'Bound the queue: an acquire deadline or a queue limit in the pool, a limit of connections in the server.',
      'Raise the hard limit (LimitNOFILE=, ulimit -Hn). Node raises its soft limit to the hard one by itself.',
      'Close the leak.',
    ],
    shownBy: [tcp('out-of-files-server'), incident],
  },
  {
    id: 'server-quiet-clients-cut',
    title: 'Clients are cut right after connecting, and the server logs nothing',
    matches: [
      { literal: 'econnreset', pattern: /(?:right|immediately|directly|just) after connect/i },
      { literal: 'server logs nothing' },
      { literal: 'maxconnections', pattern: /\bdrop\b/i },
    ],
    examples: [
      'read ECONNRESET right after connect, the server logs nothing',
      "server.on('drop') fired: maxConnections reached",
    ],
    wire: 'SYN, SYN-ACK, ACK as ever, then a FIN; or an RST if the client had sent something. No byte of an answer.',
    sure: {
      level: 'likely',
      basis: 'measured',
      why: "Both ways to it were measured in Node: out of files gives no event at all; maxConnections gives only 'drop'. The text does not say which it was.",
    },
    causes: ['The server is out of files; libuv sheds the load in silence.', 'server.maxConnections is reached.'],
    confirm: [
      'ls /proc/<pid>/fd | wc -l against grep files /proc/<pid>/limits',
      "A listener on 'drop': does it fire?",
      'strace -e accept4 -p <pid> shows EMFILE.',
    ],
    change: [
      'Raise the limit that was met, and bound what piles up behind it.',
      "Log 'drop', and watch the number of open files.",
    ],
    shownBy: [tcp('out-of-files-server'), incident],
  },
  {
    id: 'enotfound-localhost',
    title: 'getaddrinfo ENOTFOUND localhost: out of file handles, in disguise',
    codes: ['ENOTFOUND'],
    tell: 'The name is localhost, or one that surely exists.',
    matches: [
      { literal: 'enotfound localhost' },
      { literal: "failed to resolve 'localhost'" },
      { literal: 'lookup localhost', pattern: /too many open files|no such host/ },
    ],
    examples: [
      'Error: getaddrinfo ENOTFOUND localhost',
      'Get "http://localhost:7300/": dial tcp: lookup localhost on [::1]:53: dial udp [::1]:53: socket: too many open files',
    ],
    wire: 'Nothing was sent. The resolver could not open /etc/hosts.',
    sure: {
      level: 'likely',
      basis: 'measured',
      why: 'Measured with no handle left, in Node and in Python. A broken /etc/hosts gives the same text.',
    },
    causes: ['The process has used up its open files.', '/etc/hosts lacks localhost (a bare container image).'],
    confirm: ['ls /proc/<pid>/fd | wc -l against grep files /proc/<pid>/limits', 'getent hosts localhost'],
    change: ['As for connect EMFILE: close the leak, bound what waits, raise the hard limit.'],
    shownBy: [tcp('out-of-files-client')],
  },
  {
    id: 'client-emfile',
    title: 'connect EMFILE: this process is out of file handles',
    codes: ['EMFILE'],
    tell: "The error has syscall 'connect', or names dial or socket.",
    matches: [
      { literal: 'connect emfile' },
      { literal: 'socket: too many open files' },
      { literal: 'too many open files', pattern: /Errno 24\]|new connection|SocketException/ },
    ],
    examples: [
      'Error: connect EMFILE 127.0.0.1:80 - Local (undefined:undefined)',
      'Get "http://127.0.0.1:7300/": dial tcp 127.0.0.1:7300: socket: too many open files',
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='127.0.0.1', port=7300): Max retries exceeded with url: / (Caused by NewConnectionError(\"HTTPConnection(host='127.0.0.1', port=7300): Failed to establish a new connection: [Errno 24] Too many open files\"))",
    ],
    wire: 'Nothing was sent: the socket could not be made.',
    sure: { level: 'certain', basis: 'measured', why: 'socket() failed in this process; the peer has no part in it.' },
    causes: [
      'A server whose waiting requests hold all the handles, and which now cannot dial its database either.',
      'A leak: responses whose body is never read, agents made per request.',
    ],
    confirm: ['ls -l /proc/<pid>/fd: what are they? grep files /proc/<pid>/limits'],
    change: ['Close the leak; bound what waits; raise the hard limit.'],
    shownBy: [tcp('out-of-files-client')],
  },
  {
    id: 'dns-lookup-failed',
    title: 'The name was not found (ENOTFOUND, EAI_AGAIN)',
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    tell: 'Any other name than localhost.',
    matches: [
      { literal: 'getaddrinfo', pattern: /\b(?:ENOTFOUND|EAI_AGAIN)\b/ },
      { literal: 'no such host' },
      { literal: 'name or service not known' },
      { literal: 'UnknownHostException' },
      { literal: 'could not resolve host' },
    ],
    examples: [
      'Error: getaddrinfo ENOTFOUND db.internal',
      'Error: getaddrinfo EAI_AGAIN postgres',
      'dial tcp: lookup db.internal on 10.0.0.2:53: no such host',
      'java.net.UnknownHostException: db.internal',
      'curl: (6) Could not resolve host: db.internal',
    ],
    wire: 'No TCP packet was sent. ENOTFOUND: the resolver said that there is no such name. EAI_AGAIN: the resolver did not answer.',
    sure: {
      level: 'likely',
      basis: 'unchecked',
      why: 'The meaning of the codes is that of getaddrinfo(3). Which resolver failed is not in the text.',
    },
    causes: [
      'A wrong name; a service that is not there yet; a resolver that is overloaded or unreachable.',
      'Too few libuv threads: lookups wait behind file reads.',
    ],
    confirm: ['getent hosts <name> on the same machine or in the same container.'],
    change: ['Fix the name; cache lookups; keep connections alive so that fewer are needed.'],
    shownBy: [],
  },
  {
    id: 'too-many-open-files',
    title: 'EMFILE: too many open files',
    codes: ['EMFILE', 'ENFILE'],
    tell: 'It names open, spawn or another call that is not of the network.',
    matches: [{ literal: 'EMFILE' }, { literal: 'too many open files' }, { literal: 'ENFILE' }],
    examples: ["Error: EMFILE: too many open files, open '/app/views/index.html'", 'ulimit: too many open files'],
    wire: 'Nothing on the wire. The process may open no more files; sockets count as files.',
    sure: {
      level: 'certain',
      basis: 'source',
      why: 'EMFILE is the limit of the process, ENFILE that of the whole system.',
    },
    causes: ['Sockets of requests that wait; a leak; a low limit.'],
    confirm: [
      "ls -l /proc/<pid>/fd | awk '{print $NF}' | cut -d: -f1 | sort | uniq -c | sort -rn",
      'grep files /proc/<pid>/limits',
    ],
    change: ['Close the leak; bound what waits; raise the hard limit.'],
    shownBy: [incident],
  },
];
