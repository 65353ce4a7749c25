import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportRun } from '../../src/commands/export.ts';
import { readForExport } from '../../src/export/read-for-export.ts';
import { requestRows } from '../../src/export/request-rows.ts';
import { openRunDirectory } from '../../src/recording/run-directory.ts';
import { eventsOf, writeRecording } from '../support/a-recording.ts';
import { rejectionOf } from '../support/caught.ts';
import { temporaryDirectory } from '../support/cli.ts';

let directory: { path: string; remove: () => void };
let run: string;
const out = (name: string): string => join(directory.path, name);

beforeEach(() => {
  directory = temporaryDirectory();
  run = out('run');
  writeRecording(run);
});
afterEach(() => directory.remove());

async function exported(format: string): Promise<string> {
  expect(await exportRun(run, { format, out: out(format) })).toBe(0);
  return readFileSync(out(format), 'utf8');
}

test('csv has a row for each request, with both ends', async () => {
  const lines = (await exported('csv')).split('\r\n');
  expect(lines).toEqual([
    'connection,nth,method,path,phase,sentMs,outcome,stage,status,ageMs,error,apiConnection,apiOutcome,apiStatus,' +
      'receivedMs,waitMs,grantedMs,useMs,deadGrant,clientGoneMs,apiEndedMs,apiError,statements,orders',
    '1,1,GET,/orders/1,load,10,ok,,200,51,,1,completed,200,10.5,0,10.5,50,false,,62,,1,0',
    '2,1,POST,/orders,load,11,timeout,wait,,40,,2,write_failed,201,11.5,49.5,61,50,true,51.25,113,write EPIPE,1,1',
    '3,1,GET,/orders/1,load,200,reset,wait,,1,read ECONNRESET,,never_reached,,,,,,,,,,0,0',
    '',
  ]);
});

test('ndjson has the same rows', async () => {
  const rows = (await exported('ndjson')).trimEnd().split('\n');
  const whole = await readForExport(openRunDirectory(run));
  expect(rows.map((row) => JSON.parse(row))).toEqual([...requestRows(whole)]);
  expect(rows).toHaveLength(whole.run.client.rows);
});

test('a request that only the api recorded is a row too', async () => {
  const client = eventsOf('client').filter(({ event, data }) => event !== 'client.request' || data.connection !== 2);
  writeRecording(run, { events: { client } });
  const rows = [...requestRows(await readForExport(openRunDirectory(run)))];
  expect(rows).toHaveLength(3);
  expect(rows[2]).toMatchObject({ connection: null, outcome: null, method: 'POST', path: '/orders', apiConnection: 2 });
});

test('a load alone has no fields of the api', async () => {
  const config = { timeoutMs: 1000, pipelining: 1 };
  writeRecording(run, { manifest: { kind: 'load', config }, events: { server: [], database: [] } });
  const rows = [...requestRows(await readForExport(openRunDirectory(run)))];
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ outcome: 'ok', apiOutcome: null, apiConnection: null, statements: null });
});

test('a format that is not known is refused, with the nearest one', async () => {
  const error = await rejectionOf(exportRun(run, { format: 'chrome-trac' }));
  expect(error).toMatchObject({ code: 'BAD_USAGE', hint: 'did you mean chrome-trace?' });
});

test('a format far from all is answered with the list', async () => {
  const error = await rejectionOf(exportRun(run, { format: 'constructor' }));
  expect(error).toMatchObject({ code: 'BAD_USAGE', hint: 'choose one of csv, ndjson, chrome-trace' });
});

test('a file that exists is not overwritten', async () => {
  const before = await exported('csv');
  const error = await rejectionOf(exportRun(run, { format: 'ndjson', out: out('csv') }));
  expect(error).toMatchObject({ code: 'OUT_FILE' });
  expect(readFileSync(out('csv'), 'utf8')).toBe(before);
});
