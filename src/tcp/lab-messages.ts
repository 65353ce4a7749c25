import type { CaseResult } from './observation.ts';

export interface LabRequest {
  names: string[];
  /** True in a namespace of its own, where the loopback interface is still down. */
  isPrivate: boolean;
}

export type LabMessage =
  | { type: 'no loopback' }
  | { type: 'result'; result: CaseResult }
  | { type: 'done'; koffi: string | null };
