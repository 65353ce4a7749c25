import { get } from 'node:http';
import { connect } from 'node:net';
import { describeError } from './describe-error.ts';
import { useUpFiles } from './use-up-files.ts';

const tries = 10;

process.on('message', (port: number) => void attempts(port).then((seen) => process.send?.(seen)));
process.on('disconnect', () => process.exit());

async function attempts(port: number): Promise<Record<string, string>> {
  return {
    'net, 127.0.0.1': await failureOf(() => ended(connect(port, '127.0.0.1'))),
    'net, localhost': await failureOf(() => ended(connect(port, 'localhost'))),
    'http, 127.0.0.1': await failureOf(() => ended(get({ port, host: '127.0.0.1' }))),
    'fetch, 127.0.0.1': await failureOf(() =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => 'answered',
        (error) => describeError(error),
      ),
    ),
  };
}

/** An attempt that reached the server shows that a file had been closed somewhere meanwhile, so it is made again. */
async function failureOf(attempt: () => Promise<string>): Promise<string> {
  let outcome = '';
  for (let i = 0; i < tries; i++) {
    useUpFiles();
    outcome = await attempt();
    if (/^(.* <- )?(connect|getaddrinfo) /.test(outcome)) break;
  }
  return outcome;
}

function ended(attempt: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve) => {
    attempt.once('error', (error) => resolve(describeError(error)));
    attempt.once('close', () => resolve('closed'));
  });
}
