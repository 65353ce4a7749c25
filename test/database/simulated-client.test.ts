import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/database/connection.ts';
import { type Address, connectSimulated } from '../../src/database/simulated-client.ts';
import { rejectionOf } from '../support/caught.ts';
import { until } from '../support/until.ts';

const statement = { name: 'order.read', values: ['7'], requestKey: '2.5' };

let server: Server | undefined;
let sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
  server = undefined;
});

/** A database of the test's own making: what it does with a connection is up to the test. */
async function databaseThat(onConnection: (socket: Socket) => void): Promise<Address> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

interface Spoken {
  lines: string[];
  socket: Socket;
}

/** Connects to a database that greets and then only listens. */
async function greeted(): Promise<{ connection: Connection; database: Spoken }> {
  const lines: string[] = [];
  const address = await databaseThat((socket) => {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)));
    socket.write('{"hello":1}\n');
  });
  const connection = await connectSimulated(address);
  const [socket] = sockets;
  if (!socket) throw new Error('nobody connected');
  return { connection, database: { lines, socket } };
}

test('a query goes out as one line with its name, key and values', async () => {
  const { connection, database } = await greeted();
  const lost = rejectionOf(connection.query(statement));
  await until(() => database.lines.length === 1, 'the query');
  expect(JSON.parse(database.lines[0] ?? '')).toEqual({ id: 1, name: 'order.read', key: '2.5', values: ['7'] });
  await connection.close();
  await lost;
});

test('answers find their queries by id, in whatever order they come', async () => {
  const { connection, database } = await greeted();
  const first = connection.query(statement);
  const second = connection.query(statement);
  await until(() => database.lines.length === 2, 'both queries');
  database.socket.write('{"id":2,"rows":[{"for":"second"}]}\n{"id":1,"rows":[{"for":"first"}]}\n');
  expect(await first).toEqual([{ for: 'first' }]);
  expect(await second).toEqual([{ for: 'second' }]);
  await connection.close();
});

test('an answer that comes in pieces is put together, even inside of a character', async () => {
  const { connection, database } = await greeted();
  const asked = connection.query(statement);
  await until(() => database.lines.length === 1, 'the query');
  const answer = Buffer.from('{"id":1,"rows":[{"name":"Zoë"}]}\n');
  const middle = answer.indexOf('ë') + 1;
  database.socket.setNoDelay(true);
  await new Promise((resolve) => database.socket.write(answer.subarray(0, middle), resolve));
  await new Promise((resolve) => setImmediate(resolve));
  database.socket.write(answer.subarray(middle));
  expect(await asked).toEqual([{ name: 'Zoë' }]);
  await connection.close();
});

test('a connection that ends takes its open query with it', async () => {
  const { connection, database } = await greeted();
  const lost = rejectionOf(connection.query(statement));
  await until(() => database.lines.length === 1, 'the query');
  database.socket.end();
  expect(await lost).toMatchObject({
    code: 'DATABASE_CONNECTION_LOST',
    message: 'the connection to the database ended',
  });
  expect(connection.alive).toBe(false);
});

test("a connection that is reset has the kernel's error as its cause", async () => {
  const { connection, database } = await greeted();
  const lost = rejectionOf(connection.query(statement));
  await until(() => database.lines.length === 1, 'the query');
  database.socket.resetAndDestroy();
  const error = await lost;
  expect(error).toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
  expect(error.cause).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
});

test('a query on a connection that has ended fails at once', async () => {
  const { connection } = await greeted();
  await connection.close();
  expect(connection.alive).toBe(false);
  expect(await rejectionOf(connection.query(statement))).toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
});

test('closing twice is no error', async () => {
  const { connection } = await greeted();
  await connection.close();
  await connection.close();
  expect(connection.alive).toBe(false);
});

test('a database that closes before it says hello has lost the connection', async () => {
  const address = await databaseThat((socket) => socket.end());
  expect(await rejectionOf(connectSimulated(address))).toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
});

test("a database that is not there is the kernel's error", async () => {
  const address = await databaseThat(() => {});
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  expect(await rejectionOf(connectSimulated(address))).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
});

describe('refusals', () => {
  test.each(['DATABASE_TOO_MANY_CONNECTIONS', 'DATABASE_REFUSED'])('%s is passed on as its code', async (code) => {
    const address = await databaseThat((socket) => socket.end(`{"error":"${code}"}\n`));
    expect(await rejectionOf(connectSimulated(address))).toMatchObject({ code });
  });
});

test.each(['SSH-2.0-OpenSSH\r\n', 'null\n', '{"foo":1}\n'])(
  'a peer that says %j is no simulated database',
  async (text) => {
    const address = await databaseThat((socket) => socket.write(text));
    expect(await rejectionOf(connectSimulated(address))).toMatchObject({ code: 'DATABASE_PROTOCOL' });
  },
);
