import { float64, int32, Names } from '../ledger/column.ts';
import type { ErrorFacts, EventData, PileupEvent } from '../recording/events.ts';

/** What an export shows of each request and the tables of the ledger do not keep; row by row as in those tables. */
export class RequestDetails {
  readonly #errors = new Names();
  readonly #clientStatus = int32();
  readonly #clientError = int32();
  readonly #serverStatus = int32();
  readonly #serverError = int32();
  readonly #clientGoneMs = float64();

  add({ event, data }: PileupEvent): void {
    if (event === 'client.request') {
      this.#clientStatus.push(data.status ?? 0);
      this.#clientError.push(this.#numberOf(data.error));
    } else if (event === 'server.request') {
      this.#serverStatus.push(data.status ?? 0);
      this.#serverError.push(this.#numberOf(data.error));
      this.#clientGoneMs.push(data.clientGoneMs ?? Number.NaN);
    }
  }

  clientStatus(row: number): number | null {
    return this.#clientStatus.at(row) || null;
  }

  clientError(row: number): string | null {
    return this.#errorText(this.#clientError.at(row));
  }

  serverStatus(row: number): number | null {
    return this.#serverStatus.at(row) || null;
  }

  serverError(row: number): string | null {
    return this.#errorText(this.#serverError.at(row));
  }

  /** NaN: the client did not leave. */
  clientGoneMs(row: number): number {
    return this.#clientGoneMs.at(row);
  }

  /** As the reports write it, `read ECONNRESET`; 0: none. */
  #numberOf(error: ErrorFacts | null): number {
    return error ? this.#errors.numberOf([error.syscall, error.code].filter(Boolean).join(' ')) + 1 : 0;
  }

  #errorText(number: number): string | null {
    return number === 0 ? null : this.#errors.name(number - 1);
  }
}

/** When each statement of the database ran and on which of its connections; row by row as in the ledger's table. */
export class StatementDetails {
  readonly names = new Names();
  readonly name = int32();
  readonly backend = int32();
  readonly receivedMs = float64();
  readonly startedMs = float64();

  add({ event, data }: PileupEvent): void {
    if (event === 'database.statement') this.#add(data);
  }

  #add({ name, connection, receivedMs, startedMs }: EventData['database.statement']): void {
    this.name.push(this.names.numberOf(name));
    this.backend.push(connection);
    this.receivedMs.push(receivedMs);
    this.startedMs.push(startedMs);
  }
}
