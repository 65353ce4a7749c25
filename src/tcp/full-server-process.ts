import { type AddressInfo, createServer } from 'node:net';
import { standStill } from './stand-still.ts';
import { useUpFiles } from './use-up-files.ts';

/** A server without files: counts what Node tells it. */
const told: string[] = [];
const server = createServer(() => told.push('connection'));
server.on('error', (error) => told.push(error.message));
server.on('drop', () => told.push('drop'));

process.on('message', (word) => {
  if (word === 'listen') {
    server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  } else if (word === 'fill') {
    useUpFiles();
    process.send?.('full');
  } else if (word === 'fill and block') {
    useUpFiles();
    process.send?.('full', () => {
      standStill();
      // Something may have closed a file since.
      useUpFiles();
    });
  } else process.send?.(told);
});
process.on('disconnect', () => process.exit());
