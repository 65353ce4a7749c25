import type { ServerResponse } from 'node:http';

/** What a handler tells about its request as it goes. */
export interface Observation {
  /** The api's key of the request: connection and ordinal. */
  readonly key: string;
  /** Whether the client has closed, or reset, its connection. */
  isClientGone(): boolean;
  granted(waitMs: number, dead: boolean): void;
  queried(useMs: number): void;
  /** Shed: by the acquire deadline, the queue bound or a policy. */
  rejected(error: unknown): void;
  failed(error: unknown): void;
  /** The handler is done with the request. */
  handled(): void;
}

/** What a request without an observer is told to: nothing listens. */
const unobserved: Observation = {
  key: '',
  isClientGone: () => false,
  granted() {},
  queried() {},
  rejected() {},
  failed() {},
  handled() {},
};

const observed = Symbol('observation');

type ObservedResponse = ServerResponse & { [observed]?: Observation };

/** The observation of the request that `res` answers. */
export function observationOf(res: ServerResponse): Observation {
  return (res as ObservedResponse)[observed] ?? unobserved;
}

export function setObservation(res: ServerResponse, observation: Observation): void {
  (res as ObservedResponse)[observed] = observation;
}
