import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { summariseLog } from '../../src/ledger/log-summary.ts';
import { temporaryDirectory } from '../support/cli.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'server.log');
});
afterEach(() => directory.remove());

const log = (...lines: string[]): void => writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
const withError = (err: object | null): string => JSON.stringify({ level: 50, time: 1, err, msg: 'broken pipe' });

test('errors are counted by call and code', async () => {
  const broken = withError({ code: 'EPIPE', errno: -32, syscall: 'write' });
  const reset = withError({ code: 'ECONNRESET', errno: -104, syscall: 'read' });
  log(broken, reset, broken);
  expect(await summariseLog(path)).toEqual({ lines: 3, byCode: { 'write EPIPE': 2, 'read ECONNRESET': 1 } });
});

test('an error without a call is counted by its code', async () => {
  log(withError({ code: 'POOL_ACQUIRE_TIMEOUT', errno: null, syscall: null }));
  expect(await summariseLog(path)).toEqual({ lines: 1, byCode: { POOL_ACQUIRE_TIMEOUT: 1 } });
});

test('lines without an error are lines and no more', async () => {
  log('{"level":30,"msg":"listening"}', withError(null), withError({ message: 'no code' }));
  expect(await summariseLog(path)).toEqual({ lines: 3, byCode: {} });
});

test('lines that are no JSON are lines and no more', async () => {
  log('(node:1) Warning: something', 'null', '{"err":');
  expect(await summariseLog(path)).toEqual({ lines: 3, byCode: {} });
});

test('empty lines are no lines', async () => {
  log('', '{"msg":"a"}', '');
  expect(await summariseLog(path)).toEqual({ lines: 1, byCode: {} });
});

test('a last line without its newline is a line', async () => {
  writeFileSync(path, withError({ code: 'EPIPE', syscall: 'write' }));
  expect(await summariseLog(path)).toEqual({ lines: 1, byCode: { 'write EPIPE': 1 } });
});

test('an empty log has no lines', async () => {
  log();
  expect(await summariseLog(path)).toEqual({ lines: 0, byCode: {} });
});

test('a missing log has no lines', async () => {
  expect(await summariseLog(path)).toEqual({ lines: 0, byCode: {} });
});
