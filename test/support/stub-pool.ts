import type { Connection, Row, Statement } from '../../src/database/connection.ts';
import type { Lease, Pool, PoolStats } from '../../src/pool/pool.ts';

interface Waiting {
  isClientGone: () => boolean;
  grant: () => void;
}

/** A pool with nothing behind it. It grants at once, or when the test says so, and can refuse. */
export class StubPool implements Pool<Connection> {
  readonly name = 'orders';
  /** What each lease says that its request waited. */
  readonly waitMs = 12;
  holdsGrants = false;
  refusal: Error | null = null;
  /** What the database does with a statement. */
  answer: (statement: Statement) => Promise<Row[]> = async (statement) => [{ ran: statement.name }];
  alive = true;
  readonly statements: Statement[] = [];
  readonly releases: { broken: boolean }[] = [];
  readonly waiting: Waiting[] = [];

  acquire(isClientGone: () => boolean = () => false): Promise<Lease<Connection>> {
    if (this.refusal) return Promise.reject(this.refusal);
    return new Promise((resolve) => {
      const grant = () => resolve(this.#lease(isClientGone()));
      if (this.holdsGrants) this.waiting.push({ isClientGone, grant });
      else grant();
    });
  }

  stats(): PoolStats {
    return {
      max: 4,
      total: 4,
      idle: 3,
      used: 1,
      pending: 0,
      oldestWaitMs: 0,
      grants: 9,
      deadGrants: 2,
      timeouts: 1,
    };
  }

  async warmUp(): Promise<void> {}

  async close(): Promise<void> {}

  #lease(dead: boolean): Lease<Connection> {
    const pool = this;
    return {
      connection: {
        get alive() {
          return pool.alive;
        },
        query: (statement) => {
          this.statements.push(statement);
          return this.answer(statement);
        },
        close: async () => {},
      },
      waitMs: this.waitMs,
      dead,
      release: async ({ broken = false } = {}) => {
        this.releases.push({ broken });
      },
    };
  }
}
