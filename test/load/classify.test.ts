import { describe, expect, test } from 'vitest';
import { outcomeOfError, outcomeOfStatus } from '../../src/load/classify.ts';

describe('the outcome that a socket error means', () => {
  test.each<[string, number | null, string | null, string]>([
    ['ECONNRESET', -104, 'read', 'reset'],
    ['ECONNRESET', -104, 'write', 'reset'],
    ['ECONNRESET', null, null, 'closed_early'],
    ['ECONNRESET', -104, null, 'closed_early'],
    ['EPIPE', -32, 'write', 'broken_pipe'],
    ['EPIPE', null, null, 'closed_early'],
    ['ECONNREFUSED', -111, 'connect', 'refused'],
    ['ECONNREFUSED', null, null, 'refused'],
    ['ETIMEDOUT', -110, 'connect', 'connect_timeout'],
    ['ETIMEDOUT', null, null, 'connect_timeout'],
    ['ETIMEDOUT', -110, 'read', 'other_error'],
    ['EADDRNOTAVAIL', -99, 'connect', 'no_ports'],
    ['EMFILE', -24, 'connect', 'no_files'],
    ['EMFILE', -24, 'socket', 'no_files'],
    ['ENFILE', -23, 'socket', 'no_files'],
    ['ENOTFOUND', -3008, 'getaddrinfo', 'dns'],
    ['EAI_AGAIN', -3001, 'getaddrinfo', 'dns'],
    ['EHOSTUNREACH', -113, 'connect', 'other_error'],
    ['HPE_INVALID_CONSTANT', null, null, 'other_error'],
    ['ECONNREFUSED', -111, 'read', 'other_error'],
  ])('%s with errno %s on %s is %s', (code, errno, syscall, outcome) => {
    expect(outcomeOfError({ code, errno, syscall })).toBe(outcome);
  });
});

describe('the outcome of a complete response', () => {
  test.each([
    [200, 'ok'],
    [201, 'ok'],
    [204, 'ok'],
    [301, 'ok'],
    [304, 'ok'],
    [399, 'ok'],
    [199, 'http_error'],
    [400, 'http_error'],
    [404, 'http_error'],
    [429, 'rejected'],
    [500, 'http_error'],
    [502, 'http_error'],
    [503, 'rejected'],
    [504, 'http_error'],
  ])('%d is %s', (status, outcome) => {
    expect(outcomeOfStatus(status)).toBe(outcome);
  });
});
