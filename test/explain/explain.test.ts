import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ExplainOptions, explain } from '../../src/commands/explain.ts';
import { PileupError } from '../../src/errors.ts';
import { wireEvents } from '../../src/explain/wire-events.ts';
import { temporaryDirectory } from '../support/cli.ts';

let directory: ReturnType<typeof temporaryDirectory>;

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  vi.restoreAllMocks();
  directory.remove();
});

async function outputOf(what: string | undefined, options: ExplainOptions = {}): Promise<string> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += chunk;
    return true;
  });
  expect(await explain(what, options)).toBe(0);
  return output;
}

async function jsonOf(what: string | undefined, options: ExplainOptions = {}): Promise<Record<string, unknown>> {
  return JSON.parse(await outputOf(what, { ...options, json: true })) as Record<string, unknown>;
}

async function errorOf(what: string | undefined): Promise<PileupError> {
  const error = await explain(what, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PileupError);
  expect((error as PileupError).hint).not.toBeNull();
  return error as PileupError;
}

function fileOf(content: string | Buffer, name = 'server.log'): string {
  const path = join(directory.path, name);
  writeFileSync(path, content);
  return path;
}

describe('a text', () => {
  it('is explained', async () => {
    expect(await outputOf('Error: Resource not currently part of this pool')).toBe(
      `generic-pool: Resource not currently part of this pool
wire       Nothing on the wire: the request waited in a list in the memory of this process.
sure       certain: release() or destroy() was called for something that the pool had not
           lent. The promise rejects; unhandled, that ends the process. (measured)
causes     A connection is released twice, or released after it was destroyed.
confirm    The stack: which path releases a second time?
change     One release, in finally. Await it, or catch it.
shown by   no case of pileup tcp backs it
`,
    );
  });

  it('that Gin logs is the broken pipe of a server, with the case that shows it', async () => {
    const text = 'write tcp 10.0.0.5:8080->10.0.0.9:41214: write: broken pipe';
    const output = await outputOf(text);
    expect(output).toMatch(/^Go, Gin: write: broken pipe\n/);
    expect(output).toMatch(/shown by +- pileup tcp broken-pipe\n +- pileup run pool-exhaustion\n/);
    expect(await jsonOf(text)).toMatchObject({
      schemaVersion: 1,
      kind: 'text',
      known: true,
      best: 'go-write-broken-pipe',
    });
  });

  it('that is not known is said not to be', async () => {
    expect(await outputOf('the cat sat on it')).toBe(
      'pileup does not know this: the cat sat on it\n' +
        'It explains errors of connections, of pools and of proxies. docs/errors.md lists all that it knows.\n',
    );
    expect(await jsonOf('the cat sat on it')).toEqual({
      schemaVersion: 1,
      kind: 'text',
      text: 'the cat sat on it',
      known: false,
      best: null,
      entries: [],
    });
  });

  it('may look like a file that is not there', async () => {
    expect(await jsonOf('missing.log')).toMatchObject({ kind: 'text', known: false });
    expect(await jsonOf('a\u0000b')).toMatchObject({ kind: 'text', known: false });
    expect(await jsonOf(`${'x'.repeat(100_000)} read ECONNRESET`)).toMatchObject({ kind: 'text' });
  });
});

describe('a code', () => {
  it('that several symptoms share lists them, and what tells them apart', async () => {
    const output = await outputOf('ECONNRESET');
    expect(output).toMatch(/^ECONNRESET can be \d+ things\. What tells them apart:\n/);
    expect(output).toContain("read-econnreset            The error has errno -104 and syscall 'read'.\n");
    expect(output).toContain('socket-hang-up             The message is "socket hang up".');
    expect(await jsonOf('econnreset')).toMatchObject({ kind: 'code', code: 'ECONNRESET', known: true });
  });

  it('of one symptom is explained; so are the number of an errno and the id of an entry', async () => {
    expect(await jsonOf('P2024')).toMatchObject({ best: 'prisma-p2024' });
    expect(await jsonOf('1220')).toMatchObject({ best: 'k6-1220' });
    expect(await jsonOf('104')).toMatchObject({ kind: 'code', code: 'ECONNRESET' });
    expect(await jsonOf('nginx-499')).toMatchObject({ best: 'nginx-499' });
  });

  it('that is misspelt gets a suggestion', async () => {
    expect(await outputOf('ECONRESET')).toContain('Did you mean ECONNRESET?\n');
  });
});

describe('a log', () => {
  const line =
    '{"level":50,"time":1795341600123,"err":{"message":"read ECONNRESET","code":"ECONNRESET","errno":-104,"syscall":"read"},"msg":"x"}\n';

  it('is counted and explained', async () => {
    const output = await outputOf(fileOf(`all is well\n${line}${line}write EPIPE\nERROR x ERROR y\n`));
    expect(output).toMatch(
      /: 5 lines, \d+ bytes\n3 records of 2 known symptoms\.\n1 other record looks like an error that/,
    );
    expect(output).toContain(
      `records  symptom          first minute       last minute        busiest
      2  read-econnreset  2026-11-22T10:00Z  2026-11-22T10:00Z  10:00Z (2)
      1  write-epipe      no time
`,
    );
    expect(output.indexOf('1. 2 ×\nread ECONNRESET')).toBeGreaterThan(0);
    expect(output.indexOf('2. 1 ×\nwrite EPIPE')).toBeGreaterThan(output.indexOf('1. 2 ×'));
    expect(output).toContain('minutes    2026-11-22T10:00Z 2\n');
    expect(output).toContain('minutes    no time 1\n');
  });

  it('is one document with --json', async () => {
    const path = fileOf(line + line);
    expect(await jsonOf(path)).toMatchObject({
      schemaVersion: 1,
      kind: 'log',
      source: path,
      known: true,
      knownRecords: 2,
      lines: 2,
      symptoms: [{ id: 'read-econnreset', count: 2, noTime: 0, minutes: [{ minute: '2026-11-22T10:00Z', count: 2 }] }],
    });
  });

  it('of which nothing is known says so', async () => {
    const path = fileOf('all is well\n');
    expect(await outputOf(path)).toContain('No record in it is an error that pileup knows.\n');
    expect(await jsonOf(path)).toMatchObject({ known: false, symptoms: [] });
  });

  it('cannot send an escape to the terminal', async () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\u009b2J\u202eread ECONNRESET\r';
    const path = fileOf(`${evil}\nERROR: ${evil.replace('read ECONNRESET', '')}\n`, 'a\u001b[2Jb.log');
    const clean = /^[\n\x20-\x7e\u00a0-\u2026\u2190-\uffff]*$/;
    const withoutBidi = /[\u202a-\u202e\u2066-\u2069]/;
    for (const output of [
      await outputOf(path),
      await outputOf(path, { json: true }),
      await outputOf(evil),
      await outputOf(`x${evil.replace('read', '')}`),
    ]) {
      expect(output).toMatch(clean);
      expect(output).not.toMatch(withoutBidi);
    }
  });
});

describe('bad input', () => {
  it.each([undefined, '', '  '])('%j is a mistake in usage', async (what) => {
    expect((await errorOf(what)).code).toBe('BAD_USAGE');
  });

  it('a directory is one, with a hint', async () => {
    mkdirSync(join(directory.path, 'logs'));
    expect((await errorOf(join(directory.path, 'logs'))).message).toMatch(/is a directory$/);
  });

  it('a compressed log is one, with the command that reads it', async () => {
    const path = fileOf(gzipSync('read ECONNRESET\n'), 'server.log.gz');
    expect((await errorOf(path)).hint).toBe(`zcat ${path} | pileup explain -`);
  });

  it('a file that cannot be read is one', async () => {
    // Root may read any file, but nobody reads the first page of a process.
    expect((await errorOf('/proc/self/mem')).message).toMatch(/does not read/);
  });
});

it('--clients prints every wire event and every client', async () => {
  const output = await outputOf(undefined, { clients: true });
  for (const { event, says } of wireEvents) {
    expect(output).toContain(event);
    for (const words of Object.values(says)) expect(output).toContain(words);
  }
  expect(await jsonOf(undefined, { clients: true })).toMatchObject({ schemaVersion: 1, kind: 'clients', known: true });
});
