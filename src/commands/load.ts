import { readFileSync } from 'node:fs';
import { PileupError } from '../errors.ts';
import { runLoad } from '../lab/run-lab.ts';
import { createRunDirectory } from '../recording/run-directory.ts';
import { parseThreshold, requirePhases } from '../report/thresholds.ts';
import { limits } from '../scenario/schema.ts';
import { type RunOptions, runAndReport } from './finish.ts';
import { numberOption } from './number-option.ts';
import { requireReachable, targetOf } from './target.ts';
import { version } from './version.ts';

export interface LoadOptions extends RunOptions {
  connections: string;
  duration: string;
  timeout: string;
  pipelining: string;
  method: string;
  headers: string[];
  body?: string;
  input?: string;
  amount?: string;
  keepAlive: boolean;
  backoff: string;
  allowHost: string[];
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];

/** `pileup load`: the load half alone, against any HTTP server. */
export async function load(url: string, options: LoadOptions): Promise<number> {
  const target = targetOf(url, options.allowHost);
  const method = options.method.toUpperCase();
  if (!methods.includes(method)) {
    throw new PileupError('BAD_USAGE', `--method ${options.method} is not known`, {
      hint: `choose one of ${methods.join(', ')}`,
    });
  }
  const connections = numberOption('--connections', options.connections, {
    min: 1,
    max: limits.connections,
    whole: true,
  });
  const seconds = numberOption('--duration', options.duration, { min: 0.1, max: limits.seconds });
  const pipelining = numberOption('--pipelining', options.pipelining, { min: 1, max: 100, whole: true });
  const timeoutMs = numberOption('--timeout', options.timeout, { min: 0.001, max: 600 }) * 1000;
  const backoffMs = numberOption('--backoff', options.backoff, { min: 0, max: 60_000 });
  const amount =
    options.amount === undefined ? null : numberOption('--amount', options.amount, { min: 1, max: 1e9, whole: true });
  if (!options.keepAlive && pipelining > 1) {
    throw new PileupError('BAD_USAGE', '--no-keep-alive sends one request a connection, --pipelining several', {
      hint: 'leave one of the two out',
    });
  }
  const headers = Object.fromEntries(options.headers.map(headerOf));
  const body = bodyOf(options);
  const thresholds = options.failOn.map(parseThreshold);
  requirePhases(thresholds, ['load']);
  await requireReachable(target);

  const { origin, pathname, search } = target;
  const request = { method, path: `${pathname}${search}`, headers, body, bodyBytes: 0, share: 1 };
  const config = { origin, pipelining, timeoutMs, backoffMs, keepAlive: options.keepAlive, requests: [request] };
  const directory = createRunDirectory(options.out ?? null, {
    kind: 'load',
    scenario: 'load',
    config: { url, connections, seconds, amount, ...config, requests: [{ ...request, headers: recordable(headers) }] },
    pileup: version(),
  });
  return runAndReport(directory, thresholds, options, (lab) =>
    runLoad({ load: config, connections, seconds, amount }, lab),
  );
}

const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization', 'x-api-key']);

/** Headers as the manifest keeps them: without the values that are secrets. */
function recordable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.has(name.toLowerCase()) ? '(not recorded)' : value,
    ]),
  );
}

function headerOf(text: string): [string, string] {
  const at = text.search(/[:=]/);
  const name = text.slice(0, at).trim();
  const value = text.slice(at + 1).trim();
  if (at > 0 && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(value)) return [name, value];
  throw new PileupError('BAD_USAGE', `--headers ${text} is not a header`, { hint: "write it as 'name: value'" });
}

function bodyOf({ body, input }: LoadOptions): string | null {
  if (input === undefined) return body ?? null;
  if (body !== undefined) {
    throw new PileupError('BAD_USAGE', '--body and --input both give a body', { hint: 'leave one of the two out' });
  }
  try {
    return readFileSync(input, 'utf8');
  } catch (error) {
    throw new PileupError('BAD_USAGE', `--input ${input} does not read: ${(error as Error).message}`, {
      hint: 'name a file that holds the body',
    });
  }
}
