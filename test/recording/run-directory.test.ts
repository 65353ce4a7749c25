import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRunDirectory, openRunDirectory } from '../../src/recording/run-directory.ts';
import { errorOf } from '../support/caught.ts';
import { temporaryDirectory } from '../support/cli.ts';

const facts = { kind: 'scenario', scenario: 'pool-exhaustion', config: { pool: { max: 4 } }, pileup: '0.1.0' } as const;

let directory: ReturnType<typeof temporaryDirectory>;

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

describe('a new run', () => {
  test('has a manifest and an empty file for each part', () => {
    const out = join(directory.path, 'run');
    createRunDirectory(out, facts);
    expect(readdirSync(out).toSorted()).toEqual([
      'client.ndjson',
      'database.ndjson',
      'lab.ndjson',
      'manifest.json',
      'server.ndjson',
    ]);
  });

  test('has a manifest that says what runs where', () => {
    const { manifest } = createRunDirectory(join(directory.path, 'run'), facts);
    expect(manifest).toEqual({
      schemaVersion: 1,
      id: 'run',
      kind: 'scenario',
      scenario: 'pool-exhaustion',
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      pileup: '0.1.0',
      node: process.versions.node,
      libuv: process.versions.uv,
      platform: `${process.platform}-${process.arch}`,
      kernel: expect.any(String),
      config: { pool: { max: 4 } },
    });
  });

  test('makes the directories above its own', () => {
    const out = join(directory.path, 'a', 'b', 'run');
    createRunDirectory(out, facts);
    expect(existsSync(join(out, 'manifest.json'))).toBe(true);
  });

  test('takes a directory that exists and holds no recording', () => {
    expect(() => createRunDirectory(directory.path, facts)).not.toThrow();
  });

  test('names the file of each part and the log of each end', () => {
    const run = createRunDirectory(join(directory.path, 'run'), facts);
    expect(run.file('client')).toBe(join(directory.path, 'run', 'client.ndjson'));
    expect(run.log('server')).toBe(join(directory.path, 'run', 'server.log'));
  });

  test('does not overwrite a recording', () => {
    const out = join(directory.path, 'run');
    createRunDirectory(out, facts);
    expect(errorOf(() => createRunDirectory(out, facts))).toMatchObject({
      code: 'OUT_DIR',
      message: `${out} holds a recording already`,
      hint: 'name a new directory with --out',
    });
  });

  test('fails where a file stands in the way', () => {
    const out = join(directory.path, 'file');
    writeFileSync(out, 'in the way');
    expect(errorOf(() => createRunDirectory(out, facts))).toMatchObject({
      code: 'OUT_DIR',
      message: expect.stringContaining(`cannot write to ${out}: EEXIST`),
      hint: 'name a directory that you can write to with --out',
    });
  });

  test('fails below something that is no directory', () => {
    const out = join(directory.path, 'file', 'run');
    writeFileSync(join(directory.path, 'file'), 'in the way');
    expect(errorOf(() => createRunDirectory(out, facts))).toMatchObject({
      code: 'OUT_DIR',
      cause: expect.objectContaining({ code: 'ENOTDIR' }),
    });
  });
});

describe('a run that is opened again', () => {
  test('has the manifest that it was made with', () => {
    const out = join(directory.path, 'run');
    const { manifest } = createRunDirectory(out, facts);
    expect(openRunDirectory(out)).toMatchObject({ path: out, manifest });
  });

  test('is no recording without a manifest', () => {
    expect(errorOf(() => openRunDirectory(directory.path))).toMatchObject({
      code: 'NOT_A_RECORDING',
      message: `${directory.path} holds no manifest.json`,
      hint: 'name the directory of a run, such as one under runs/',
    });
  });

  test('is no recording when it is not there', () => {
    const path = join(directory.path, 'nowhere');
    expect(errorOf(() => openRunDirectory(path))).toMatchObject({ code: 'NOT_A_RECORDING' });
  });

  test('is no recording when its manifest is no JSON', () => {
    writeFileSync(join(directory.path, 'manifest.json'), '{"schemaVersion": 1,');
    expect(errorOf(() => openRunDirectory(directory.path))).toMatchObject({
      code: 'NOT_A_RECORDING',
      message: expect.stringContaining('does not read'),
    });
  });

  test('is no recording when its manifest is a directory', () => {
    mkdirSync(join(directory.path, 'manifest.json'));
    expect(errorOf(() => openRunDirectory(directory.path))).toMatchObject({ code: 'NOT_A_RECORDING' });
  });

  test('is no recording of ours when its version is another', () => {
    const out = join(directory.path, 'run');
    const { manifest } = createRunDirectory(out, facts);
    const file = join(out, 'manifest.json');
    writeFileSync(file, JSON.stringify({ ...manifest, schemaVersion: 2 }));
    expect(errorOf(() => openRunDirectory(out))).toMatchObject({
      code: 'NOT_A_RECORDING',
      message: `${file} does not read: schemaVersion is 2, not 1`,
    });
    expect(readFileSync(file, 'utf8')).toContain('"schemaVersion":2');
  });
});
