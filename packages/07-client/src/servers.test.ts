// The client against the servers of the course, each started as a command.

import { join } from 'node:path';
import { estimatePi } from '@bytes-up/protocol';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { BlockingClient, CallError, Client, type ClientOptions } from '.';

const SERVERS: readonly (readonly [folder: string, ...flags: string[]])[] = [
  ['08-single-thread-sync'],
  ['09-thread-per-connection'],
  ['10-process-per-connection'],
  ['11-prefork-sync', '--workers', '3'],
  ['12-single-process-async', '--engine', 'net'],
  ['12-single-process-async', '--engine', 'epoll'],
  ['13-prefork-async', '--workers', '2'],
  ['14-descriptor-passing', '--workers', '2'],
];

/** Starts a server, and stops it whatever happens. */
async function withServer(
  [folder = '', ...flags]: readonly string[],
  run: (server: StartedServer) => Promise<void>,
): Promise<void> {
  const main = join(__dirname, '../..', folder, 'src/main.ts');
  const server = await launch(typescriptCommand(main, '--quiet', '--test-methods', ...flags));
  try {
    await run(server);
  } finally {
    await server.process.stop();
  }
}

async function withClient(
  server: StartedServer,
  options: ClientOptions,
  run: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client(server.address, options);
  try {
    await run(client);
  } finally {
    await client.close();
  }
}

test.each(SERVERS)('%s %s %s: many calls, an error, a one-way call', async (...server) => {
  await withServer(server, async (started) => {
    await withClient(started, {}, async (client) => {
      await client.notify('ping', 'one way');
      const calls = Array.from({ length: 200 }, (_, n) => client.call('ping', { n }));
      expect(await Promise.all(calls)).toEqual(Array.from({ length: 200 }, (_, n) => ({ n })));
      expect(await client.call('pi', 1000)).toBe(estimatePi(1000));
      await expect(client.call('pi', -1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(client.call('nothing')).rejects.toMatchObject({ code: 'UNIMPLEMENTED' });
      await expect(client.call('fail')).rejects.toMatchObject({ code: 'INTERNAL' });
    });
  });
});

test('a server that is killed in mid-call: the call may have been done, and is not done again', async () => {
  await withServer(['12-single-process-async'], async (server) => {
    await withClient(server, {}, async (client) => {
      await client.call('ping');
      const call = client.call('sleep', { ms: 10_000 });
      const ended = call.catch((error: unknown) => error);
      await client.call('ping'); // the server has both by now
      process.kill(server.process.pid, 'SIGKILL');
      expect(await ended).toBeInstanceOf(CallError);
      expect(await ended).toMatchObject({ code: 'UNAVAILABLE', mayHaveRun: true, attempts: 1 });
    });
  });
});

test('a server that stops gently: what was begun is answered, the rest refused or lost, and none twice', async () => {
  await withServer(['12-single-process-async'], async (server) => {
    await withClient(server, { retries: { attempts: 1 } }, async (client) => {
      await client.call('ping');
      const slow = client.call('sleep', { ms: 200 });
      await client.call('ping');
      process.kill(server.process.pid, 'SIGTERM');
      expect(await slow).toBe(200);
    });
  });
});

test('the booklet’s client: one call after the other', async () => {
  await withServer(['08-single-thread-sync'], async (server) => {
    const client = new BlockingClient(server.address);
    expect(client.call('ping', 'hello')).toEqual({ out: 'pong', result: 'hello' });
    expect(client.call('pi', 10)).toEqual({ out: 'pi_r', result: estimatePi(10) });
    client.close();
    return Promise.resolve();
  });
});
