import { describe, expect, test } from 'vitest';
import { type Ending, isWriteFailure, serverOutcome } from '../../src/api/server-outcome.ts';
import type { ErrorFacts } from '../../src/recording/events.ts';

const kernelEpipe: ErrorFacts = { code: 'EPIPE', errno: -32, syscall: 'write' };
const kernelReset: ErrorFacts = { code: 'ECONNRESET', errno: -104, syscall: 'write' };
const readReset: ErrorFacts = { code: 'ECONNRESET', errno: -104, syscall: 'read' };
const nodesReset: ErrorFacts = { code: 'ECONNRESET', errno: null, syscall: null };
const nodesEpipe: ErrorFacts = { code: 'EPIPE', errno: null, syscall: null };
const kernelTimeout: ErrorFacts = { code: 'ETIMEDOUT', errno: -110, syscall: 'write' };

const wellEnded: Ending = { writeError: null, clientGoneWhile: null, rejected: false, failed: false };

describe('the one outcome of a request', () => {
  test.each<[string, Partial<Ending>, string]>([
    ['nothing went wrong', {}, 'completed'],
    ['the handler failed', { failed: true }, 'failed'],
    ['it was shed', { rejected: true }, 'rejected'],
    ['it was shed and then failed', { rejected: true, failed: true }, 'rejected'],
    ['the client left while it waited', { clientGoneWhile: 'waiting' }, 'client_gone_waiting'],
    ['the client left during the query', { clientGoneWhile: 'querying' }, 'client_gone_querying'],
    ['the client left during the answer', { clientGoneWhile: 'writing' }, 'client_gone_writing'],
    ['it failed, and the client had left', { clientGoneWhile: 'querying', failed: true }, 'client_gone_querying'],
    ['it was shed, and the client had left', { clientGoneWhile: 'waiting', rejected: true }, 'client_gone_waiting'],
    ['the kernel refused the write', { writeError: kernelEpipe }, 'write_failed'],
    ['the write met a reset', { writeError: kernelReset }, 'write_failed'],
    [
      'the client had left and the kernel refused the write',
      { writeError: kernelEpipe, clientGoneWhile: 'waiting' },
      'write_failed',
    ],
    ['the kernel refused the write of a failure', { writeError: kernelEpipe, failed: true }, 'write_failed'],
    ['a read met a reset', { writeError: readReset, clientGoneWhile: 'waiting' }, 'client_gone_waiting'],
    ["Node's own EPIPE is not the kernel's", { writeError: nodesEpipe }, 'completed'],
  ])('%s', (_case, ending, outcome) => {
    expect(serverOutcome({ ...wellEnded, ...ending })).toBe(outcome);
  });
});

describe('a write failure', () => {
  test.each<[string, ErrorFacts, boolean]>([
    ['write EPIPE of the kernel', kernelEpipe, true],
    ['write ECONNRESET of the kernel', kernelReset, true],
    ['read ECONNRESET of the kernel', readReset, false],
    ['ECONNRESET without errno, of Node', nodesReset, false],
    ['EPIPE without errno, of Node', nodesEpipe, false],
    ['another error of a write', kernelTimeout, false],
  ])('%s: %o is %s', (_case, error, is) => {
    expect(isWriteFailure(error)).toBe(is);
  });
});
