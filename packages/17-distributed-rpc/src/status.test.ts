// `status` beside servers that answer its ping with an error, or do not know it.

import { Registration, ZooKeeper, type ServiceName } from '@bytes-up/discovery';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { RpcError, type RpcErrorCode, type Service } from '@bytes-up/protocol';
import { startServer } from '@bytes-up/single-process-async';
import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { join } from 'node:path';

const registry = new EmbeddedZooKeeper();
let zookeeper: ZooKeeper;
let cleanUps: (() => Promise<void>)[] = [];

beforeAll(() => registry.start());

beforeEach(() => {
  zookeeper = new ZooKeeper(registry.address, { sessionTimeoutMs: 60_000 });
});

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  cleanUps = [];
  await zookeeper.close();
});

afterAll(() => registry.stop());

/** Starts and registers a server in this process. @returns its port */
async function serve(service: Service, name?: ServiceName): Promise<number> {
  const server = await startServer({ service });
  const registration = new Registration(
    zookeeper,
    { ...server.address, weight: 100, version: '' },
    name,
  );
  cleanUps.push(
    () => registration.leave(),
    () => server.stop(),
  );
  await new Promise<void>((resolve) => registration.once('registered', () => resolve()));
  return server.address.port;
}

async function status(...flags: readonly string[]): Promise<ServerProcess> {
  const command = typescriptCommand(join(__dirname, 'status.ts'), ...flags);
  const run = new ServerProcess(command);
  await run.finished(60_000);
  return run;
}

const refusing = (code: RpcErrorCode): Service => ({
  ping: {
    out: 'pong',
    handle: () => {
      throw new RpcError(code, 'refused', { retryable: code === 'UNAVAILABLE' });
    },
  },
});

test.each<[string, Service, code: number, answers: RegExp]>([
  ['no ping', {}, 0, /in \d+\.\d ms: UNIMPLEMENTED$/m],
  ['other params', refusing('INVALID_ARGUMENT'), 0, /in \d+\.\d ms: INVALID_ARGUMENT$/m],
  ['a ping that fails', refusing('INTERNAL'), 0, /in \d+\.\d ms: INTERNAL$/m],
  ['no time for it', refusing('UNAVAILABLE'), 1, /no: refused$/m],
])('a server with %s', async (_what, service, code, answers) => {
  await serve(service);
  const run = await status('--zookeeper', registry.address);
  expect(run.stdout).toMatch(answers);
  expect(run.exited).toEqual({ code, signal: null });
});

test('looks for the servers of --root and --name', async () => {
  const port = await serve({}, { root: '/other/place', name: 'calc' });
  const flags = ['--zookeeper', registry.address];
  const found = await status(...flags, '--root', '/other/place', '--name', 'calc');
  expect(found.stdout).toContain(`\n  calc0000000000  127.0.0.1:${port} `);
  expect((await status(...flags)).stdout).toContain(': 0 servers\n');
});

test.each([
  [['--root', 'demo'], '--root: expected /a/path, got "demo"'],
  [['--name', 'a/b'], '--name: expected a name, got "a/b"'],
])('%j is wrongly used, exit code 2', async (flags, line) => {
  const run = await status('--zookeeper', registry.address, ...flags);
  expect(run.exited).toEqual({ code: 2, signal: null });
  expect(run.stderr).toBe(`status: ${line}; --help shows how\n`);
});
