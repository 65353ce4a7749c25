import { spawn } from 'node:child_process';
import { release } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PileupError } from '../errors.ts';
import { catalogue, type TcpCase } from './catalogue.ts';
import { claims } from './claims.ts';
import { judge } from './judge.ts';
import type { LabMessage, LabRequest } from './lab-messages.ts';
import type { LabReport } from './lab-report.ts';
import type { CaseResult } from './observation.ts';
import { findPrivateNamespace } from './private-namespace.ts';

const runDeadlineMs = 120_000;

/** What the lab process sent, or null where its namespace has no loopback interface. */
type Sent = { results: CaseResult[]; koffi: string | null } | null;

/**
 * Runs these cases, and those that the article's claims about them need, in a process of their own: in a network
 * namespace of its own too, where this user may have one. Throws PROCESS_FAILED when the process dies.
 */
export async function runLab(
  names: readonly string[],
  onResult: (name: string) => void,
  cases: readonly TcpCase[] = catalogue,
): Promise<LabReport> {
  const needed = claims.flatMap(({ of, look }) => (names.includes(of) ? [look.name] : []));
  const wanted = [...new Set([...names, ...needed])];
  const namespace = await findPrivateNamespace();
  let sent: Sent = null;
  let note: string;
  if ('command' in namespace) {
    sent = await runProcess(namespace.command, { names: wanted, isPrivate: true }, onResult);
    note = sent === null ? 'its loopback interface does not come up' : `${namespace.command.join(' ')}`;
  } else note = namespace.reason;
  const isPrivate = sent !== null;
  sent ??= await runProcess([], { names: wanted, isPrivate: false }, onResult);
  return judge(
    cases.filter(({ name }) => wanted.includes(name)),
    sent?.results ?? [],
    {
      node: process.versions.node,
      libuv: process.versions.uv,
      undici: process.versions.undici ?? '',
      kernel: release(),
      platform: process.platform,
      arch: process.arch,
      koffi: sent?.koffi ?? null,
      namespace: isPrivate ? 'private' : 'shared',
      namespaceNote: note,
    },
  );
}

function runProcess(prefix: readonly string[], request: LabRequest, onResult: (name: string) => void): Promise<Sent> {
  const entry = fileURLToPath(new URL(`./lab-process${extname(import.meta.url)}`, import.meta.url));
  const [command = '', ...args] = [...prefix, process.execPath, entry];
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const results: CaseResult[] = [];
  let sent: Sent | undefined;
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  child.on('message', (message: LabMessage) => {
    if (message.type === 'result') {
      results.push(message.result);
      onResult(message.result.name);
    } else sent = message.type === 'done' ? { results, koffi: message.koffi } : null;
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), runDeadlineMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (sent !== undefined) resolve(sent);
      else {
        const reason = lastWords.trim().split('\n').at(-1) ?? '';
        reject(new PileupError('PROCESS_FAILED', `the socket lab ended with ${signal ?? `code ${code}`}: ${reason}`));
      }
    });
    child.send(request, () => {});
  });
}
