import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../src/tcp/catalogue.ts';
import { claims } from '../../src/tcp/claims.ts';
import type { LabReport, Row } from '../../src/tcp/lab-report.ts';
import { runLab } from '../../src/tcp/run-lab.ts';
import { tcpLecture } from '../../src/tcp/tcp-lecture.ts';
import { tcpTable } from '../../src/tcp/tcp-table.ts';
import { typescriptChildren, withoutKoffi } from './children.ts';

const plain = (_format: string, text: string): string => text;
const names = catalogue.map(({ name }) => name);
const rawNames = catalogue.filter(({ kind }) => kind === 'raw').map(({ name }) => name);
const run = (cases: readonly string[] = names): Promise<LabReport> => runLab(cases, () => {});

/** Everything about a row that went wrong, so that a failure tells what was seen. */
function troubles({ rows }: LabReport): unknown[] {
  return rows.flatMap(({ name, status, reason, checks, claims: made }) =>
    status === 'ok'
      ? []
      : [{ name, status, reason, checks: checks.filter((check) => check.status === 'differs'), claims: made }],
  );
}

function rowNamed(report: LabReport, name: string): Row {
  const row = report.rows.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

beforeEach(() => {
  vi.stubEnv('NODE_OPTIONS', typescriptChildren);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe.runIf(process.platform === 'linux')('the socket lab', () => {
  let report: LabReport;
  beforeAll(async () => {
    vi.stubEnv('NODE_OPTIONS', typescriptChildren);
    report = await run();
  });

  it('sees what it expects in every case', () => {
    expect(troubles(report)).toEqual([]);
    expect(report.rows.map(({ name }) => name)).toEqual(names);
  });

  it('confirms or refutes every claim of the article as the claim says that it will', () => {
    const made = report.rows.flatMap((row) => row.claims);
    expect(made.map(({ says, verdict }) => ({ says, verdict }))).toEqual(
      claims.map(({ says, verdict }) => ({ says, verdict })),
    );
    expect(made.every(({ seen }) => seen !== '')).toBe(true);
  });

  it('calls a broken pipe and a reset what the programs of the article call them', () => {
    const logOf = (name: string, order: string): (string | undefined)[] =>
      (rowNamed(report, name).calls[order] ?? []).map(({ log }) => log.replaceAll(/127\.0\.0\.1:\d+/g, 'address'));
    expect(logOf('broken-pipe', 'WWW').slice(0, 2)).toEqual([
      '',
      'client: write tcp address->address: write: broken pipe',
    ]);
    expect(logOf('reset-by-peer', 'RRR').slice(0, 2)).toEqual([
      'client: read tcp address->address: read: connection reset by peer',
      'client: EOF',
    ]);
  });

  it('writes the bytes of the article in its order', () => {
    const did = (name: string, order: string): string[] => {
      const { steps, calls } = rowNamed(report, name);
      return [...steps, ...(calls[order] ?? [])].flatMap(({ end, does }) =>
        /writes|reads|closes/.test(does) ? [`${end} ${does}`] : [],
      );
    };
    expect(did('broken-pipe', 'WWW').slice(0, 5)).toEqual([
      'client writes "a"',
      'server reads 1',
      'server closes',
      'client writes "b"',
      'client writes "c"',
    ]);
    expect(did('reset-by-peer', 'RRR').slice(0, 4)).toEqual([
      'client writes "abc"',
      'server reads 2',
      'server closes',
      'client reads',
    ]);
  });

  it('looks at the first, second and third operation in four orders for the two programs', () => {
    for (const name of ['broken-pipe', 'reset-by-peer']) {
      expect(Object.keys(rowNamed(report, name).calls).sort()).toEqual(['RRR', 'RWR', 'SRW', 'WRW', 'WWW']);
    }
  });

  it('fits on a wall: no line of the table is longer than 100 characters', () => {
    const lines = tcpTable(report, plain).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    for (const name of names) expect(lines.some((line) => line.includes(name))).toBe(true);
  });

  it('makes a lecture of every case', () => {
    for (const row of report.rows) {
      const lecture = tcpLecture(row, report.place, plain);
      expect(lecture.startsWith(`${row.name}: ${row.title}\n`)).toBe(true);
      expect(lecture).not.toContain('undefined');
    }
  });

  it('runs the cases that a claim needs beside the one that was asked for', async () => {
    const { rows } = await run(['broken-pipe']);
    expect(rows.map(({ name }) => name)).toEqual(['broken-pipe', 'answer-close', 'full-buffer', 'stuck-answer']);
    expect(rows[0]?.claims.every(({ verdict, expected }) => verdict === expected)).toBe(true);
  });
});

describe.runIf(process.platform === 'linux')('the socket lab on a lesser machine', () => {
  it('runs what Node alone can show where koffi is absent, and says why the rest did not run', async () => {
    vi.stubEnv('NODE_OPTIONS', `${typescriptChildren} ${withoutKoffi}`);
    const report = await run();
    expect(report.place.koffi).toBeNull();
    const skipped = report.rows.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ name }) => name)).toEqual(rawNames);
    for (const { reason } of skipped) expect(reason).toContain('koffi is not installed');
    expect(report.counts).toMatchObject({ ok: names.length - rawNames.length, differs: 0, failed: 0 });
  });

  it('goes on in the host’s network where unshare is refused, and does not judge counters there', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'pileup-test-'));
    try {
      writeFileSync(join(bin, 'unshare'), '#!/bin/sh\necho "unshare: not permitted" >&2\nexit 1\n', { mode: 0o755 });
      vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
      const report = await run(['reset-by-peer', 'close', 'answer-shutdown', 'node-rst-before-response']);
      expect(report.place).toMatchObject({ namespace: 'shared', namespaceNote: 'unshare: not permitted' });
      expect(troubles(report)).toEqual([]);
      const row = rowNamed(report, 'reset-by-peer');
      expect(row.wireIs).toBe('inferred');
      expect(row.checks.find(({ what }) => what === 'counters')?.status).toBe('not judged');
      expect(tcpTable(report, plain)).toContain('other programs move');
    } finally {
      rmSync(bin, { recursive: true });
    }
  });
});
