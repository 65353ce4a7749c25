import type { NodeCase } from './node-case.ts';
import { nodeCases } from './node-cases.ts';
import type { ProcessCase } from './process-case.ts';
import { processCases } from './process-cases.ts';
import type { RawCase } from './raw-case.ts';
import { rawCases } from './raw-cases.ts';

export type TcpCase = RawCase | ProcessCase | NodeCase;

/** Every case of the socket lab, in the order of the table. */
export const catalogue: readonly TcpCase[] = [...rawCases, ...processCases, ...nodeCases];
