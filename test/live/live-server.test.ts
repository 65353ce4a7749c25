import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Controls } from '../../src/lab/controls.ts';
import type { Frame, Mark } from '../../src/live/frame.ts';
import { type Live, startLive } from '../../src/live/start-live.ts';
import { type EventReader, readEventStream } from '../support/event-reader.ts';
import { type LiveDirectory, liveDirectory } from '../support/live-directory.ts';
import { until } from '../support/until.ts';

let run: LiveDirectory;
let live: Live;
let controls: Controls;
let readers: EventReader[];

beforeEach(async () => {
  run = liveDirectory();
  controls = new Controls(false);
  live = await startLive({ directory: run.directory, controls });
  readers = [];
});
afterEach(async () => {
  for (const reader of readers) reader.close();
  await live.close();
  run.remove();
});

/** The URL of another path of the server, with the token of the page. */
function at(path: string, token = new URL(live.url).searchParams.get('token') ?? ''): string {
  return new URL(`${path}?token=${token}`, live.url).href;
}

async function read(headers: Record<string, string> = {}): Promise<EventReader> {
  const reader = await readEventStream(at('/events'), headers);
  readers.push(reader);
  return reader;
}

function framesOf(reader: EventReader): Frame[] {
  return reader.events.filter(({ event }) => event === 'frame').map(({ data }) => data as Frame);
}

function begin(seconds: number): void {
  run.write('lab', 0, 'phase.start', { name: 'baseline', seconds: 4, connections: 4 });
  for (let t = 100; t <= seconds * 1000; t += 100) run.tenth(t, 8);
}

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const req = request(url, { method, headers, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        // A stream does not end.
        if (res.headers['content-type']?.startsWith('text/event-stream')) req.destroy();
      });
      res.on('close', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

describe('the stream', () => {
  test('says first what the run is, then what happened in each half second', async () => {
    const reader = await read();
    begin(2);
    await until(() => framesOf(reader).length === 4, 'four frames');
    expect(reader.events[0]).toMatchObject({
      id: 1,
      event: 'facts',
      data: { scenario: 'pool-exhaustion', mode: 'live' },
    });
    expect(framesOf(reader).map(({ seconds, sent, outcomes }) => [seconds, sent, outcomes])).toEqual([
      [0.5, 40, { ok: 40 }],
      [1, 40, { ok: 40 }],
      [1.5, 40, { ok: 40 }],
      [2, 40, { ok: 40 }],
    ]);
    const [, second] = framesOf(reader);
    expect(second).toMatchObject({ phase: 'baseline', connections: 4, files: { open: 30, limit: 256 } });
    expect(second?.pool).toMatchObject({ max: 4, used: 4, pending: 0, grants: 40 });
    // 1 %: the width of a bucket.
    expect(Math.abs((second?.latencyMs?.p50 ?? 0) - 50)).toBeLessThan(1);
    expect(second?.latencyMs?.n).toBe(80);
  });

  test('gives a late joiner the whole past', async () => {
    const early = await read();
    begin(3);
    await until(() => framesOf(early).length === 6, 'six frames');
    const late = await read();
    await until(() => late.events.length === early.events.length, 'as many events');
    expect(late.events).toEqual(early.events);
  });

  test('goes on after Last-Event-ID without a gap or a double', async () => {
    const first = await read();
    begin(1);
    await until(() => framesOf(first).length === 2, 'two frames');
    live.dropReaders();
    await until(first.isClosed, 'the stream has ended');
    for (let t = 1100; t <= 2000; t += 100) run.tenth(t, 8);
    const second = await read({ 'last-event-id': String(first.events.at(-1)?.id) });
    await until(() => framesOf(second).length === 2, 'two more frames');
    const ids = [...first.events, ...second.events].map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
  });

  test('gives everything to a reader that names an event of another run', async () => {
    const reader = await read({ 'last-event-id': '999999' });
    await until(() => reader.events.length > 0, 'an event');
    expect(reader.events[0]?.id).toBe(1);
  });

  test('is of numbered, named events, is not stored, and tells the browser when to come back', async () => {
    const { headers, body } = await ask(at('/events'));
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatch(/^retry: \d+\n\n/);
  });

  test('ends with the verdict and the end of the run', async () => {
    const reader = await read();
    begin(1);
    run.write('lab', 1100, 'run.end', { status: 'partial', reason: 'interrupted' });
    await live.close({ code: 'all_answered', text: 'All 80 requests were answered.' });
    await until(reader.isClosed, 'the stream has ended');
    expect(reader.events.slice(-2).map(({ event, data }) => [event, data])).toEqual([
      ['verdict', { code: 'all_answered', text: 'All 80 requests were answered.' }],
      ['end', { status: 'partial', reason: 'interrupted' }],
    ]);
    expect(framesOf(reader).reduce((sum, { sent }) => sum + (sent ?? 0), 0)).toBe(80);
  });

  test('carries hostile texts as data, whole or cut, and never as a line of its own', async () => {
    const reader = await read();
    const hostile = '</script><script>alert(1)</script>\n\nevent: end\ndata: {}\n\n\u202e\u001b[31m"\'&';
    run.write('lab', 0, 'mark', { text: hostile });
    await until(() => reader.events.some(({ event }) => event === 'mark'), 'the mark');
    expect(reader.events.map(({ event }) => event)).toEqual(['facts', 'mark']);
    expect(reader.events[1]?.data).toMatchObject({ text: hostile } satisfies Partial<Mark>);
  });
});

describe('what is refused', () => {
  test('a stream or a wish without the token', async () => {
    expect((await ask(at('/events', ''))).status).toBe(403);
    expect((await ask(at('/events', '0'.repeat(32)))).status).toBe(403);
    expect((await ask(at('/ask', 'wrong'), { method: 'POST', body: '{"type":"mark","text":"x"}' })).status).toBe(403);
  });

  test('another host name, as DNS rebinding brings it', async () => {
    const { port } = new URL(live.url);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`]) {
      expect((await ask(at('/events'), { headers: { host } })).status, host).toBe(403);
      expect((await ask(live.url, { headers: { host } })).status, host).toBe(403);
    }
    expect((await ask(live.url, { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  test('a page from elsewhere', async () => {
    const { port } = new URL(live.url);
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${port}`, 'http://127.0.0.1:1']) {
      expect((await ask(at('/events'), { headers: { origin } })).status, origin).toBe(403);
    }
    expect((await ask(at('/events'), { headers: { origin: `http://127.0.0.1:${port}` } })).status).toBe(200);
  });

  test('a wish that is not understood, too long, or for a presenter', async () => {
    const post = (body: string): Promise<Answer> => ask(at('/ask'), { method: 'POST', body });
    controls.handle(async () => null);
    for (const body of ['', '{']) expect((await post(body)).status, body).toBe(400);
    for (const body of ['{"type":"quit"}', '{"type":"mark"}', '{"type":"mark","text":"x","more":1}', 'null', '[]']) {
      expect((await post(body)).body, body).toContain('not done: ');
    }
    const long = JSON.stringify({ type: 'mark', text: 'x'.repeat(5000) });
    expect((await post(long)).status).toBe(400);
    expect((await post('{"type":"next"}')).body).toContain(
      'not done: this run is not steered: start it with --present',
    );
    expect((await post('{"type":"mark","text":"here"}')).body).toBe('{"message":"done"}');
  });
});

test('what is malformed or breaks off does not end the server', async () => {
  const { port } = new URL(live.url);
  for (const path of ['//', '/events//?%', 'http://[', '*']) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString('latin1'), path).toMatch(/^HTTP\/1.1 [24]0[03] /);
    socket.destroy();
  }
  const broken = connect(Number(port), '127.0.0.1');
  const { pathname, search } = new URL(at('/ask'));
  broken.write(`POST ${pathname}${search} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 100\r\n\r\n{`);
  broken.end();
  broken.resume();
  await once(broken, 'close');
  expect((await ask(live.url)).status).toBe(200);
});

test('the page comes without a token, and with a policy that lets no script in', async () => {
  const page = await ask(new URL('/', live.url).href);
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:/,
  );
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(page.body).not.toMatch(/<script(?! (type="module" )?src=)|\sstyle=|\son\w+=/);
  const scripts = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
  for (const path of scripts) expect((await ask(new URL(path, live.url).href)).status, path).toBe(200);
});
