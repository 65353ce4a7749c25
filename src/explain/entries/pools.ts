import type { Entry } from '../entry.ts';
import { incident, sameQueue } from '../link.ts';

const notOnTheWire = 'Nothing on the wire: the request waited in a list in the memory of this process.';
const measureThePool =
  'Pool: used = max for the whole time, pending > 0. Time that a connection is held, against what it was before.';
const afterTheLoad = 'Stop the load: a pool that is too small recovers in seconds, a leak does not.';

/** What pools of connections say when they run dry. */
export const poolEntries: readonly Entry[] = [
  {
    id: 'generic-pool-timeout',
    title: 'generic-pool: ResourceRequest timed out',
    matches: [{ literal: 'resourcerequest timed out' }],
    examples: [
      'TimeoutError: ResourceRequest timed out\n    at ResourceRequest._fireTimeout (/app/node_modules/generic-pool/lib/ResourceRequest.js:62:17)',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'measured',
      why: 'acquireTimeoutMillis passed. It covers queueing, creating and testing, so the text does not say which of the three was slow.',
    },
    causes: [
      'The pool is too small for the load, or its connections are held too long.',
      'A leak: a connection that is never released (use() leaks when its function throws at once).',
      'create fails: the real error is in the event factoryCreateError only.',
      'A validate that rejects: its slot is lost for ever.',
    ],
    confirm: [
      measureThePool,
      'size, available, borrowed, pending of the pool. borrowed + available < size for ever: a lost slot.',
      afterTheLoad,
    ],
    change: [
      'Release in finally. Listen to factoryCreateError. Never let validate reject.',
      'acquireTimeoutMillis + time of a query below the timeout of the client; a bound for the queue (maxWaitingClients).',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'generic-pool-queue-full',
    title: 'generic-pool: max waitingClients count exceeded',
    matches: [{ literal: 'max waitingclients count exceeded' }],
    examples: ['Error: max waitingClients count exceeded'],
    wire: notOnTheWire,
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'The queue was at maxWaitingClients. While the pool is cold it counts requests that wait for a connection that is being made.',
    },
    causes: [
      'More load than the pool serves: this is what the bound is for.',
      'A cold start: 12 first requests at once with max 5 and a bound of 5 lost 7, with nothing borrowed.',
    ],
    confirm: [measureThePool, 'Does it happen only in the first second after a start?'],
    change: [
      'Answer 503 with Retry-After.',
      'Warm the pool up before the first request (min, and acquire each once).',
      'A bound of about max × (client timeout − hold time) / hold time.',
    ],
    shownBy: [],
  },
  {
    id: 'generic-pool-foreign-resource',
    title: 'generic-pool: Resource not currently part of this pool',
    matches: [{ literal: 'resource not currently part of this pool' }],
    examples: ['Error: Resource not currently part of this pool'],
    wire: notOnTheWire,
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'release() or destroy() was called for something that the pool had not lent. The promise rejects; unhandled, that ends the process.',
    },
    causes: ['A connection is released twice, or released after it was destroyed.'],
    confirm: ['The stack: which path releases a second time?'],
    change: ['One release, in finally. Await it, or catch it.'],
    shownBy: [],
  },
  {
    id: 'generic-pool-draining',
    title: 'generic-pool: pool is draining and cannot accept work',
    matches: [{ literal: 'pool is draining and cannot accept work' }],
    examples: ['Error: pool is draining and cannot accept work'],
    wire: notOnTheWire,
    sure: { level: 'certain', basis: 'source', why: 'drain() had been called.' },
    causes: ['Requests still come in while the process shuts down.'],
    confirm: ['A shutdown or a deployment at that minute.'],
    change: ['Close the server first, wait for its requests, then drain the pool.'],
    shownBy: [],
  },
  {
    id: 'pg-pool-timeout',
    title: 'pg-pool: timeout exceeded when trying to connect',
    matches: [{ literal: 'timeout exceeded when trying to connect' }],
    examples: ['Error: timeout exceeded when trying to connect\n    at /app/node_modules/pg-pool/index.js:45:11'],
    wire: 'Mostly nothing: the request waited for a connection of the pool. If the pool was not full it may have been a new connection that was slow.',
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'connectionTimeoutMillis covers waiting in the queue, and queueing and then connecting. The text does not say which.',
    },
    causes: [
      'All connections are in use: too few, slow queries, or a client that was never released.',
      'A transaction that asks the pool for a second connection.',
      'The event loop was blocked, so that timers and connects all came due at once.',
    ],
    confirm: [
      'At the moment of the error: pool.totalCount, pool.idleCount, pool.waitingCount. idle > 0 points to the event loop, total < max to connecting.',
      "select state, count(*) from pg_stat_activity group by 1: 'idle in transaction' is a leak or a slow handler.",
      afterTheLoad,
    ],
    change: [
      'Release in finally; one connection for a request.',
      'connectionTimeoutMillis below the timeout of the client. The default is 0: wait for ever.',
      'More connections only if the database has room.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'pg-pool-connect-timeout',
    title: 'pg-pool: Connection terminated due to connection timeout',
    matches: [{ literal: 'connection terminated due to connection timeout' }],
    examples: ['Error: Connection terminated due to connection timeout'],
    wire: 'A new connection was begun and was not ready in time: no SYN-ACK, a slow TLS handshake or a slow login. This side closed it.',
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'pg-pool says this for a connection that it was making, not for a wait in its queue.',
    },
    causes: [
      'The database or its pooler is overloaded or out of connections.',
      'A firewall drops packets.',
      'The event loop of this process is blocked.',
    ],
    confirm: ['Time psql from the same host.', 'Event-loop delay here.'],
    change: ['Look at the database and at the way to it; unblock the event loop.'],
    shownBy: [],
  },
  {
    id: 'knex-timeout',
    title: 'Knex: Timeout acquiring a connection',
    matches: [{ literal: 'timeout acquiring a connection' }],
    examples: [
      'KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full. Are you missing a .transacting(trx) call?',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'acquireConnectionTimeout passed. "Probably full" is a guess of the text: a database that cannot be reached gives the same.',
    },
    causes: [
      'A query outside of the transaction inside of it (a missing .transacting(trx)): it needs a second connection and may wait for itself.',
      'A transaction that is neither committed nor rolled back.',
      'The pool is too small, or queries are slow.',
      'New connections fail: the network, the login, the version of the driver.',
    ],
    confirm: [
      'pool.numUsed(), numFree(), numPendingAcquires(), numPendingCreates(). Pending creates point to the network.',
      afterTheLoad,
    ],
    change: [
      'Pass trx to every query of a transaction. Commit or roll back on every path.',
      'propagateCreateError shows the real error of a failing connect.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'tarn-timeout',
    title: 'tarn: operation timed out for an unknown reason',
    matches: [{ literal: 'operation timed out for an unknown reason' }],
    examples: ['TimeoutError: operation timed out for an unknown reason'],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'acquireTimeoutMillis passed, and no create had failed: tarn would have given its error instead.',
    },
    causes: ['All connections are in use: the pool is too small, queries are slow, or one is never released.'],
    confirm: ['numUsed(), numFree(), numPendingAcquires() of the pool.', afterTheLoad],
    change: [
      'Release on every path; a deadline below the timeout of the client. Tarn has no bound for its queue: shed before it.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'mysql2-queue-limit',
    title: 'mysql2: Queue limit reached',
    matches: [{ literal: 'queue limit reached' }],
    examples: [
      'Error: Queue limit reached.\n    at Pool.getConnection (/app/node_modules/mysql2/lib/base/pool.js:81:17)',
    ],
    wire: notOnTheWire,
    sure: { level: 'certain', basis: 'source', why: 'queueLimit was reached, and all connections were in use.' },
    causes: ['More load than the pool serves, or connections that are not released.'],
    confirm: ['Count the events acquire, enqueue and release of the pool.', afterTheLoad],
    change: [
      'Answer 503 with Retry-After.',
      'Release on every path.',
      'mysql2 has no acquire timeout: put one around getConnection, and release what comes too late.',
    ],
    shownBy: [],
  },
  {
    id: 'mysql2-no-connections',
    title: 'mysql2: No connections available',
    matches: [{ literal: 'no connections available.' }],
    examples: ['Error: No connections available.'],
    wire: notOnTheWire,
    sure: { level: 'certain', basis: 'source', why: 'waitForConnections is false, and all connections were in use.' },
    causes: ['A burst above connectionLimit, or connections that are not released.'],
    confirm: ['Count the events acquire and release of the pool.', afterTheLoad],
    change: ['waitForConnections: true with a queueLimit, or answer 503.', 'Release on every path.'],
    shownBy: [],
  },
  {
    id: 'sequelize-acquire-timeout',
    title: 'Sequelize: SequelizeConnectionAcquireTimeoutError',
    matches: [{ literal: 'ConnectionAcquireTimeoutError' }, { literal: 'pool acquire operation timeout' }],
    examples: ['ConnectionAcquireTimeoutError [SequelizeConnectionAcquireTimeoutError]: Operation timeout'],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'pool.acquire (60 s by default) passed. The text does not say whether the queue or a new connection was slow.',
    },
    causes: [
      'Queries without { transaction } inside a transaction: they need a second connection.',
      'The pool (max 5 by default) is too small; slow queries; Promise.all over many queries.',
    ],
    confirm: ['sequelize.connectionManager.pool: size, available, using, waiting.', afterTheLoad],
    change: [
      'Pass the transaction to every query. Bound the parallel queries of a request.',
      'pool.acquire below the timeout of the client: the queue has no bound.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'prisma-p2028',
    title: 'Prisma P2028: unable to start a transaction in the given time',
    codes: ['P2028'],
    matches: [{ literal: 'P2028' }, { literal: 'unable to start a transaction in the given time' }],
    examples: [
      'PrismaClientKnownRequestError: Transaction API error: Unable to start a transaction in the given time. (code: P2028)',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'maxWait (2 s by default) passed before a connection was free. It comes before P2024 and hides it. P2028 also covers a transaction that ran too long.',
    },
    causes: [
      'The pool is exhausted.',
      'A query on the client itself inside of an interactive transaction: it needs a second connection.',
    ],
    confirm: ['Is there P2024 as well? The pool metrics of Prisma; pg_stat_activity.'],
    change: [
      'Use only the tx client inside of a transaction; keep other work out of it.',
      'Size connection_limit; set maxWait on purpose.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'prisma-p2024',
    title: 'Prisma P2024: timed out fetching a new connection from the connection pool',
    codes: ['P2024'],
    matches: [{ literal: 'P2024' }, { literal: 'timed out fetching a new connection from the' }],
    examples: [
      'Timed out fetching a new connection from the connection pool. More info: http://pris.ly/d/connection-pool (Current connection pool timeout: 10, connection limit: 5)',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'certain',
      basis: 'source',
      why: 'pool_timeout (10 s) passed while all connection_limit connections were in use. Its text prints both.',
    },
    causes: [
      'connection_limit (cores × 2 + 1) is too small for the hold time; slow queries.',
      'Promise.all over many queries; queries inside a transaction on the outer client.',
      'Many small instances (serverless), each with its own pool.',
    ],
    confirm: ['The pool metrics of Prisma: busy = limit, wait > 0.', afterTheLoad],
    change: [
      'Fewer queries at once for a request; shorter transactions.',
      'pool_timeout below the timeout of the client.',
      'From version 7 the pool is that of the driver: with pg it waits for ever, and P2024 is gone. Set its timeout.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'hikari-leak',
    title: 'HikariCP: connection leak detection triggered',
    matches: [{ literal: 'connection leak detection triggered' }, { literal: 'apparent connection leak detected' }],
    examples: [
      '2026-11-22 10:00:00.123  WARN 1 --- [HikariPool-1 housekeeper] com.zaxxer.hikari.pool.ProxyLeakTask : Connection leak detection triggered for org.postgresql.jdbc.PgConnection@3101587f on thread http-nio-8080-exec-6, stack trace follows\njava.lang.Exception: Apparent connection leak detected',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'source',
      why: 'A connection was held for longer than leakDetectionThreshold. "Apparent": a slow query is reported too; "returned to the pool (unleaked)" then follows.',
    },
    causes: ['A connection that is never closed; a slow query; a remote call inside of a transaction.'],
    confirm: ['The stack shows who borrowed it. Does "(unleaked)" follow?'],
    change: ['try-with-resources. No other work inside of a transaction.'],
    shownBy: [],
  },
  {
    id: 'hikari-timeout',
    title: 'HikariCP: Connection is not available, request timed out',
    matches: [{ literal: 'connection is not available, request timed out' }],
    examples: [
      'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=57)',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'certain',
      basis: 'source',
      why: 'connectionTimeout passed. The numbers in brackets say why: active = total is a pool that is in use, total below its maximum is a database that cannot be reached.',
    },
    causes: [
      'Slow queries, or other work inside of a transaction.',
      'A leak.',
      'Threads that need two connections at once.',
    ],
    confirm: [
      'hikaricp.connections.active, .pending, .usage, .acquire; leakDetectionThreshold = 2000 or more shows who holds them.',
    ],
    change: [
      'Fix what holds the connections. Threads that need m connections at once: a pool of threads × (m − 1) + 1 at least.',
      'connectionTimeout below the timeout of the client.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'go-sql-wait',
    title: 'Go database/sql: context deadline exceeded in a query, perhaps before it began',
    matches: [
      {
        literal: 'context deadline exceeded',
        pattern: /\b(?:SELECT|INSERT|UPDATE|DELETE|database\/sql|gorm|sql:|pq:|pgx|BeginTx|QueryContext|ExecContext)\b/,
      },
      { literal: 'canceling statement due to user request' },
    ],
    examples: [
      '2026/11/22 10:00:00 /app/orders.go:41 context deadline exceeded\n[1000.1ms] [rows:0] SELECT * FROM "orders" WHERE id = 1',
      'pq: canceling statement due to user request',
    ],
    wire: 'Perhaps nothing: DB.conn waits for a free connection under the same context as the query. If the query had begun, the driver cancels it.',
    sure: {
      level: 'open',
      basis: 'source',
      why: 'database/sql has no error of its own for a wait. It returns that of the context; with context.Background() it waits for ever.',
    },
    causes: [
      'SetMaxOpenConns is too small, or queries are slow.',
      'Rows that are not closed; a transaction and a query outside of it in one handler (two connections).',
    ],
    confirm: [
      'db.Stats(): InUse = MaxOpenConnections, WaitCount and WaitDuration rise.',
      'A goroutine profile: many in database/sql.(*DB).conn.',
    ],
    change: [
      'Pass the context of the request (gin: engine.ContextWithFallback = true).',
      'rows.Close(); one connection for a request; a deadline below that of the client.',
    ],
    shownBy: [sameQueue],
  },
  {
    id: 'pgbouncer-query-wait',
    title: 'PgBouncer: query_wait_timeout',
    matches: [{ literal: 'query_wait_timeout' }],
    examples: ['FATAL: query_wait_timeout'],
    wire: 'The client was connected to PgBouncer and waited there for a server connection (120 s by default). PgBouncer closed it.',
    sure: { level: 'certain', basis: 'documented', why: 'PgBouncer says this only when a client has waited so long.' },
    causes: ['pool_size is too small, or server connections are held: long transactions, idle in transaction.'],
    confirm: ['SHOW POOLS on PgBouncer: cl_waiting, sv_active, maxwait.'],
    change: [
      'Shorter transactions, idle_transaction_timeout; pool_size if the database has room. The pool of the application is not the bottleneck here.',
    ],
    shownBy: [],
  },
  {
    id: 'sqlalchemy-queuepool',
    title: 'SQLAlchemy: QueuePool limit of size … overflow … reached',
    matches: [{ literal: 'queuepool limit of size' }],
    examples: [
      'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
    ],
    wire: notOnTheWire,
    sure: {
      level: 'likely',
      basis: 'unchecked',
      why: 'pool_timeout passed with all connections checked out. The text prints the sizes; not measured here.',
    },
    causes: [
      'Sessions that are not closed; two sessions in one request; slow queries; a session held while a response streams.',
    ],
    confirm: ['engine.pool.status(); pg_stat_activity: idle in transaction.', afterTheLoad],
    change: ['One session for a request, closed on every path. pool_timeout below the timeout of the client.'],
    shownBy: [],
  },
  {
    id: 'pileup-pool',
    title: 'pileup: POOL_ACQUIRE_TIMEOUT, POOL_QUEUE_FULL',
    codes: ['POOL_ACQUIRE_TIMEOUT', 'POOL_QUEUE_FULL'],
    matches: [{ literal: 'POOL_ACQUIRE_TIMEOUT' }, { literal: 'POOL_QUEUE_FULL' }],
    examples: [
      '{"level":50,"time":1795341600123,"err":{"type":"PileupError","message":"pool \\"orders\\": no connection after 500 ms (total=4, used=4, idle=0, pending=38)","code":"POOL_ACQUIRE_TIMEOUT"},"msg":"request failed"}',
    ],
    wire: notOnTheWire,
    sure: { level: 'certain', basis: 'source', why: 'The api of pileup says so itself, with the state of the pool.' },
    causes: ['The load of the scenario is above what the pool serves: that is its purpose.'],
    confirm: ['pileup report <run>'],
    change: ['pileup run pool-exhaustion --set pool.max=8, or with a remedy.'],
    shownBy: [incident],
  },
];
