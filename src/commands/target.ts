import { connect, isIP } from 'node:net';
import { PileupError } from '../errors.ts';

const reachDeadlineMs = 3000;

/** Reads the URL of a target. Throws BAD_URL, or HOST_NOT_ALLOWED for a host that is neither this machine nor allowed. */
export function targetOf(text: string, allowed: readonly string[]): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new PileupError('BAD_URL', `${text} is not an http or https URL`, {
      hint: 'such as http://127.0.0.1:3000/orders/1',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new PileupError('BAD_URL', 'the URL holds a name or a password, which would end up in the recording', {
      hint: "leave it out of the URL and send it with -H 'authorization: …', whose value is not recorded",
    });
  }
  const host = hostOf(url);
  if (!isLoopback(host) && !allowed.includes(host)) {
    throw new PileupError('HOST_NOT_ALLOWED', `${host} is not this machine`, {
      hint: `if you may put load on it, add --allow-host ${host}`,
    });
  }
  return url;
}

/** Opens and closes one connection. Throws UNREACHABLE. */
export async function requireReachable(url: URL): Promise<void> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const reason = await new Promise<string | null>((resolve) => {
    const socket = connect({ host: hostOf(url), port, timeout: reachDeadlineMs });
    socket.once('connect', () => resolve(null));
    socket.once('timeout', () => resolve(`no answer within ${reachDeadlineMs / 1000} s`));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('closed'));
    for (const event of ['connect', 'timeout']) socket.once(event, () => socket.destroy());
  });
  if (reason !== null) {
    throw new PileupError('UNREACHABLE', `cannot connect to ${url.host}: ${reason}`, {
      hint: 'start the server first, or check host and port',
    });
  }
}

/** A literal IPv6 address stands in brackets in a URL and without them everywhere else. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
