import { type AddressInfo, createServer } from 'node:net';
import { standStill } from './stand-still.ts';

/** A server with a backlog of 1 that accepts nothing until it is unblocked. */
const server = createServer();

process.on('message', () => {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.send?.((server.address() as AddressInfo).port, standStill);
  });
});
process.on('disconnect', () => process.exit());
