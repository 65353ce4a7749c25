import { errnoName } from './sockets.ts';

/** Read results above this depend on the machine's buffers and are shown as `data`. */
const exactBytes = 4096;

/** What a call gave: `ok`, `blocks` where it would have waited, or the name of the error. */
export function text(result: number): string {
  const error = errorOf(result);
  return error === '' ? 'ok' : error === 'EAGAIN' || error === 'EALREADY' ? 'blocks' : error;
}

/** What a read gave: the number of bytes, 0 at the end, or as `text` says. */
export function readText(result: number): string {
  return result > exactBytes ? 'data' : result >= 0 ? String(result) : text(result);
}

/** The name of the error in a result, or the empty string. */
export function errorOf(result: number): string {
  return result < 0 ? errnoName(result) : '';
}

export function isError(result: string): boolean {
  return /^E[A-Z]/.test(result);
}
