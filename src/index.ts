export { type ErrorCode, errorTable, PileupError } from './errors.ts';
export { conclude } from './findings/conclude.ts';
export type { Summary } from './ledger/summary.ts';
export { capacityPerSec, cliffClients, goodputPerSec, longestQueueInTime } from './queueing/closed-loop.ts';
export type { PileupEvent } from './recording/events.ts';
export { readEvents } from './recording/reader.ts';
export { openRunDirectory } from './recording/run-directory.ts';
