import type { ClientEvent, DatabaseEvent, ServerEvent } from '../recording/events.ts';
import { clientOutcomes, type ServerOutcome, serverOutcomes, stages } from '../recording/outcomes.ts';
import { float64, int32, type Names, uint8, uint16 } from './column.ts';

type DataOf<U extends { event: string; data: unknown }, E extends U['event']> = Extract<U, { event: E }>['data'];

/** Every request of the client, one row each, in the order in which they ended. */
export class ClientTable {
  readonly routes: Names;
  readonly connection = int32();
  readonly nth = int32();
  readonly sentMs = float64();
  readonly ageMs = float64();
  /** Index into `clientOutcomes`. */
  readonly outcome = uint8();
  /** Index into `stages`, plus one; 0: none. */
  readonly stage = uint8();
  readonly route = int32();
  /** Local port of each connection, by its id; 0: never established. */
  readonly portOf = uint16();
  /** When each connection was asked for, by its id. */
  readonly openedMsOf = float64();
  /** How many error objects of each kind, as `outcome code syscall`. */
  readonly errors = new Map<string, number>();

  constructor(routes: Names) {
    this.routes = routes;
  }

  get rows(): number {
    return this.nth.length;
  }

  addConnection({ connection, port, openedMs }: DataOf<ClientEvent, 'client.connection'>): void {
    this.portOf.set(connection, port);
    this.openedMsOf.set(connection, openedMs);
  }

  addRequest(data: DataOf<ClientEvent, 'client.request'>): void {
    this.connection.push(data.connection);
    this.nth.push(data.nth);
    this.sentMs.push(data.sentMs);
    this.ageMs.push(data.ageMs);
    this.outcome.push(clientOutcomes.indexOf(data.outcome));
    this.stage.push(data.stage === null ? 0 : stages.indexOf(data.stage) + 1);
    this.route.push(this.routes.numberOf(`${data.method} ${data.path}`));
    if (data.error) {
      const key = [data.outcome, data.error.syscall, data.error.code].filter(Boolean).join(' ');
      this.errors.set(key, (this.errors.get(key) ?? 0) + 1);
    }
  }

  endedMs(row: number): number {
    return this.sentMs.at(row) + this.ageMs.at(row);
  }
}

/** Every request of the api, one row each. Times that a request did not have are NaN. */
export class ServerTable {
  readonly routes: Names;
  readonly connection = int32();
  readonly nth = int32();
  readonly receivedMs = float64();
  readonly endedMs = float64();
  readonly waitMs = float64();
  readonly grantedMs = float64();
  readonly useMs = float64();
  readonly deadGrant = uint8();
  /** Index into `serverOutcomes`. */
  readonly outcome = uint8();
  readonly route = int32();
  readonly portOf = uint16();
  readonly acceptedMsOf = float64();

  constructor(routes: Names) {
    this.routes = routes;
  }

  get rows(): number {
    return this.nth.length;
  }

  addConnection(t: number, { connection, port }: DataOf<ServerEvent, 'server.connection'>): void {
    this.portOf.set(connection, port ?? 0);
    this.acceptedMsOf.set(connection, t);
  }

  addRequest(t: number, data: DataOf<ServerEvent, 'server.request'>): void {
    this.connection.push(data.connection);
    this.nth.push(data.nth);
    this.receivedMs.push(data.receivedMs);
    this.endedMs.push(t);
    this.waitMs.push(data.waitMs ?? Number.NaN);
    this.grantedMs.push(data.grantedMs ?? Number.NaN);
    this.useMs.push(data.useMs ?? Number.NaN);
    this.deadGrant.push(data.deadGrant ? 1 : 0);
    this.outcome.push(serverOutcomes.indexOf(data.outcome));
    this.route.push(this.routes.numberOf(`${data.method} ${data.path}`));
  }

  outcomeOf(row: number): ServerOutcome {
    return serverOutcomes[this.outcome.at(row)] as ServerOutcome;
  }
}

/** Every statement of the database, with the api's key of the request that asked. */
export class DatabaseTable {
  readonly connection = int32();
  readonly nth = int32();
  /** 1 where the statement wrote an order. */
  readonly wroteOrder = uint8();
  readonly doneMs = float64();

  get rows(): number {
    return this.nth.length;
  }

  addStatement(t: number, data: DataOf<DatabaseEvent, 'database.statement'>): void {
    const [connection = 0, nth = 0] = data.key.split('.').map(Number);
    this.connection.push(connection);
    this.nth.push(nth);
    this.wroteOrder.push(data.order === null ? 0 : 1);
    this.doneMs.push(t);
  }
}
