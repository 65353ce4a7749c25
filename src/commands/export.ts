import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PileupError } from '../errors.ts';
import { chromeTraceLines } from '../export/chrome-trace.ts';
import { csvLines } from '../export/csv.ts';
import { ndjsonLines } from '../export/ndjson.ts';
import { type ExportedRun, readForExport } from '../export/read-for-export.ts';
import { requestRows } from '../export/request-rows.ts';
import { nearest } from '../nearest.ts';
import { openRunDirectory, type RunDirectory } from '../recording/run-directory.ts';
import { exitCodes } from './finish.ts';
import { writeNewFile } from './new-file.ts';

interface Format {
  /** Whether it shows single statements of the database. */
  statements: boolean;
  lines: (exported: ExportedRun, directory: RunDirectory) => Iterable<string>;
}

const formats: Record<string, Format> = {
  csv: { statements: false, lines: (exported) => csvLines(requestRows(exported)) },
  ndjson: { statements: false, lines: (exported) => ndjsonLines(requestRows(exported)) },
  'chrome-trace': { statements: true, lines: (exported, { manifest }) => chromeTraceLines(exported, manifest) },
};

const chunkLength = 64 * 1024;

/** `pileup export`: a recording as data for other tools, on stdout or in a new file. */
export async function exportRun(run: string, options: { format: string; out?: string }): Promise<number> {
  const format = formatOf(options.format);
  const directory = openRunDirectory(run);
  const write = async (to: Writable, end: boolean): Promise<void> => {
    const lines = format.lines(await readForExport(directory, format), directory);
    await pipeline(Readable.from(chunks(lines)), to, { end });
  };
  if (options.out === undefined) await toStdout(write);
  else await writeNewFile(options.out, (fd) => write(createWriteStream('', { fd, autoClose: false }), true));
  return exitCodes.done;
}

function formatOf(name: string): Format {
  const names = Object.keys(formats);
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format) return format;
  const near = nearest(name, names);
  throw new PileupError('BAD_USAGE', `--format ${name} is not known`, {
    hint: near ? `did you mean ${near}?` : `choose one of ${names.join(', ')}`,
  });
}

async function toStdout(write: (to: Writable, end: boolean) => Promise<void>): Promise<void> {
  try {
    await write(process.stdout, false);
  } catch (error) {
    // Whoever reads has enough, as `head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** Joins lines into pieces that are worth a write. */
function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
