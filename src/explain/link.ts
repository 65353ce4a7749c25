import type { Link } from './entry.ts';

/** A case of `pileup tcp`. */
export function tcp(name: string): Link {
  return { kind: 'tcp', name };
}

/** The incident itself. */
export const incident: Link = { kind: 'scenario', name: 'pool-exhaustion' };

/** The incident, for the errors of pools that it does not use. */
export const sameQueue: Link = {
  ...incident,
  note: 'the same queue, with generic-pool; an acquire deadline turns it into such an error',
};
