import { describe, expect, it } from 'vitest';
import { recogniseText } from '../../src/explain/recognise.ts';

const best = (text: string): string | undefined => recogniseText(text)[0]?.id;

describe('an error of the kernel and its imitation', () => {
  const printed = (message: string, fields: string): string =>
    `Error: ${message}\n    at Socket.emit (node:events:536:35) {\n${fields}\n}`;

  it.each([
    [
      'ECONNRESET of the kernel',
      printed('lost it', "  errno: -104,\n  code: 'ECONNRESET',\n  syscall: 'read'"),
      'read-econnreset',
    ],
    ['ECONNRESET without errno', printed('lost it', "  code: 'ECONNRESET'"), 'econnreset-imitation'],
    ['EPIPE of the kernel', printed('lost it', "  errno: -32,\n  code: 'EPIPE',\n  syscall: 'write'"), 'write-epipe'],
    ['EPIPE without errno', printed('lost it', "  code: 'EPIPE'"), 'epipe-ended-by-the-other-party'],
    ['socket hang up', printed('socket hang up', "  code: 'ECONNRESET'"), 'socket-hang-up'],
    ['aborted', printed('aborted', "  code: 'ECONNRESET'"), 'aborted'],
  ])('are told apart as Node prints them: %s', (_name, text, id) => {
    expect(best(text)).toBe(id);
  });

  it.each([
    [{ message: 'lost it', code: 'ECONNRESET', errno: -104, syscall: 'read' }, 'read-econnreset'],
    [{ message: 'lost it', code: 'ECONNRESET', errno: -104, syscall: 'write' }, 'write-econnreset'],
    [{ message: 'lost it', code: 'ECONNRESET' }, 'econnreset-imitation'],
    [{ message: 'lost it', code: 'EPIPE', errno: -32, syscall: 'write' }, 'write-epipe'],
    [{ message: 'lost it', code: 'EPIPE' }, 'epipe-ended-by-the-other-party'],
    [{ message: 'lost it', code: 'ETIMEDOUT', errno: -110, syscall: 'connect' }, 'connect-etimedout'],
    [{ message: 'lost it', code: 'ETIMEDOUT' }, 'aggregate-etimedout'],
  ])('are told apart in the err of pino: %j', (err, id) => {
    expect(
      best(JSON.stringify({ level: 50, time: 1795341600123, err: { type: 'Error', ...err }, msg: 'failed' })),
    ).toBe(id);
  });

  it('are told apart in key=value', () => {
    expect(best('level=error code=ECONNRESET errno=-104 syscall=read msg="lost it"')).toBe('read-econnreset');
    expect(best('level=error code=ECONNRESET msg="lost it"')).toBe('econnreset-imitation');
  });

  it('are told apart behind the prefix of a log shipper, and in a cause', () => {
    const line = { level: 50, err: { message: 'no', cause: { code: 'ECONNRESET', errno: -104, syscall: 'read' } } };
    expect(best(`2026-11-22T10:00:00.123456789Z stderr F ${JSON.stringify(line)}`)).toBe('read-econnreset');
  });
});

it('tells the kernel from Node in JSON within JSON, as Docker keeps it', () => {
  const inside = (err: object): string =>
    JSON.stringify({ log: `${JSON.stringify({ level: 50, err })}\n`, stream: 'stderr', time: '2026-11-22T10:00:00Z' });
  expect(best(inside({ message: 'a "b"', code: 'ECONNRESET', errno: -104, syscall: 'read' }))).toBe('read-econnreset');
  expect(best(inside({ message: 'a "b"', code: 'ECONNRESET' }))).toBe('econnreset-imitation');
});

it('prefers the cause to "fetch failed"', () => {
  const text =
    "TypeError: fetch failed {\n  [cause]: Error: read ECONNRESET {\n    errno: -104,\n    code: 'ECONNRESET',\n    syscall: 'read'\n  }\n}";
  expect(recogniseText(text).map(({ id }) => id)).toEqual(['read-econnreset', 'fetch-failed', 'econnreset-unclear']);
});

it('sees through the quotes of JSON', () => {
  expect(best(JSON.stringify({ level: 'error', error: 'Post "http://10.0.0.5/orders": EOF' }))).toBe('go-eof');
});

it.each(['hello', '', 'the pipe is broken', 'ECONNRESETTING', '{"level":50,"msg":"no idea"}', '\u0000\u001b[2J'])(
  'does not know %j',
  (text) => {
    expect(recogniseText(text)).toEqual([]);
  },
);
