import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { PileupError } from '../errors.ts';

/** The parts of a recording, each written by the process it is named for. */
export const parts = ['client', 'server', 'database', 'lab'] as const;
export type Part = (typeof parts)[number];

export interface Manifest {
  schemaVersion: 1;
  id: string;
  /** `scenario`: all three ends ran here. `load`: the client alone, against a server of somebody else's. */
  kind: 'scenario' | 'load';
  scenario: string;
  startedAt: string;
  pileup: string;
  node: string;
  libuv: string;
  platform: string;
  kernel: string;
  /** The scenario as it ran, or the load's options. */
  config: unknown;
}

/** One run on disk. */
export interface RunDirectory {
  path: string;
  manifest: Manifest;
  file(part: Part): string;
  /** The log lines of the server or the client, as pino wrote them. */
  log(part: 'server' | 'client'): string;
}

/**
 * Makes the directory of a new run, `runs/<time>-<scenario>` unless `out` names another, and writes its manifest: a
 * path that cannot be written fails now and not when the run is over. Throws OUT_DIR.
 */
export function createRunDirectory(
  out: string | null,
  facts: Pick<Manifest, 'kind' | 'scenario' | 'config' | 'pileup'>,
): RunDirectory {
  const startedAt = new Date();
  const stamp = startedAt.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const path = resolve(out ?? join('runs', `${stamp}-${facts.scenario}`));
  const manifest: Manifest = {
    schemaVersion: 1,
    id: basename(path),
    kind: facts.kind,
    scenario: facts.scenario,
    startedAt: startedAt.toISOString(),
    pileup: facts.pileup,
    node: process.versions.node,
    libuv: process.versions.uv,
    platform: `${process.platform}-${process.arch}`,
    kernel: release(),
    config: facts.config,
  };
  if (existsSync(join(path, 'manifest.json'))) {
    throw new PileupError('OUT_DIR', `${path} holds a recording already`, { hint: 'name a new directory with --out' });
  }
  const directory = runDirectory(path, manifest);
  try {
    mkdirSync(path, { recursive: true });
    for (const part of parts) writeFileSync(directory.file(part), '');
    writeFileSync(join(path, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } catch (error) {
    throw new PileupError('OUT_DIR', `cannot write to ${path}: ${(error as Error).message}`, {
      hint: 'name a directory that you can write to with --out',
      cause: error,
    });
  }
  return directory;
}

/** Opens the directory of a run that has been recorded. Throws NOT_A_RECORDING. */
export function openRunDirectory(path: string): RunDirectory {
  const file = join(path, 'manifest.json');
  const hint = 'name the directory of a run, such as one under runs/';
  if (!existsSync(file)) throw new PileupError('NOT_A_RECORDING', `${path} holds no manifest.json`, { hint });
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    if (manifest.schemaVersion !== 1) throw new Error(`schemaVersion is ${manifest.schemaVersion}, not 1`);
    return runDirectory(resolve(path), manifest);
  } catch (error) {
    throw new PileupError('NOT_A_RECORDING', `${file} does not read: ${(error as Error).message}`, { hint });
  }
}

function runDirectory(path: string, manifest: Manifest): RunDirectory {
  return {
    path,
    manifest,
    file: (part) => join(path, `${part}.ndjson`),
    log: (part) => join(path, `${part}.log`),
  };
}
