// Both servers of the chapter answer invalid requests, and continue to serve.

import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createRestServer, RestClient } from './rest';
import { createRpcServer, RpcClient } from './rpc';

let server: Server;
let port: number;

async function serve(made: Server): Promise<void> {
  server = made;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
}

afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Sends bytes, and resolves with everything received until the connection ends. */
async function sendRaw(bytes: Buffer): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.end(bytes);
  await closed(socket);
  return received;
}

/** Resolves when the connection is closed or reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) =>
    socket.on('error', () => undefined).once('close', () => resolve()),
  );
}

test('REST answers 400 if the function rejects its argument, 404 for other paths and 405 for other verbs', async () => {
  await serve(createRestServer());
  const client = new RestClient(port);
  await expect(client.pi(-1)).rejects.toThrow('pi takes an integer from 0 to 10000000, got -1');
  expect(await client.pi(1)).toBeCloseTo(2.98, 2);
  client.close();
  const ask = (verb: string, path: string): Promise<string> =>
    sendRaw(Buffer.from(`${verb} ${path} HTTP/1.0\r\n\r\n`));
  expect(await ask('GET', '/pi?terms=1')).toMatch(/^HTTP\/1\.1 200 /);
  for (const path of ['/pi', '/pi?terms=', '/pi?terms=x', '/pi?terms=1e3', '/pi?terms=0.5']) {
    expect(await ask('GET', path)).toMatch(/^HTTP\/1\.1 400 [^]*pi takes an integer/);
  }
  for (const path of ['/', '/e?terms=1', '//', '/pi/', 'http://[']) {
    expect(await ask('GET', path)).toMatch(/^HTTP\/1\.1 404 /);
  }
  expect(await ask('POST', '/pi?terms=1')).toMatch(/^HTTP\/1\.1 405 [^]*\r\nallow: GET, HEAD\r\n/);
  // no body
  expect(await ask('HEAD', '/pi?terms=1')).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
});

test('RPC answers with an error if the function rejects its argument, and for a body that is not a message', async () => {
  await serve(createRpcServer());
  const client = new RpcClient(port);
  await expect(client.pi(-1)).rejects.toThrow('INVALID_ARGUMENT');
  expect(await client.pi(1)).toBeCloseTo(2.98, 2);
  client.close();
  expect(await sendRaw(Buffer.from('\u0001\0\0\0{'))).toContain('INVALID_ARGUMENT');
});

test('RPC closes the connection if a length is too large, before it buffers a byte of the body', async () => {
  await serve(createRpcServer());
  const lengthOf = (bytes: number): Buffer => Buffer.from(Uint32Array.of(bytes).buffer);
  const padded = (bytes: number): Buffer => Buffer.from('{"in":"ping"}'.padEnd(bytes));
  const maxBytes = 64 * 1024;
  expect(await sendRaw(Buffer.concat([lengthOf(maxBytes), padded(maxBytes)]))).toContain('pong');
  expect(await sendRaw(Buffer.concat([lengthOf(maxBytes + 1), padded(maxBytes + 1)]))).toBe('');
  // The length alone is enough: this client sends nothing more and keeps its side open.
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(lengthOf(0xffffffff));
  await closed(socket);
});

test('a call on a closed connection fails at once', async () => {
  await serve(createRpcServer());
  const client = new RpcClient(port);
  client.close();
  await expect(client.pi(1)).rejects.toThrow('connection closed');
  // The client knows that its connection has ended. A call on another one takes a round
  // trip.
  const other = new RpcClient(port);
  try {
    await other.pi(1);
    const otherCall = other.pi(1).then(() => 'it hangs');
    const outcome = client.pi(1).catch((error: Error) => error.message);
    expect(await Promise.race([outcome, otherCall])).toBe('connection closed');
    await otherCall;
  } finally {
    other.close();
  }
});
