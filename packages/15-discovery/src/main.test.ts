// The server of this chapter as a command.

import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { ServerFixture, ServerProcess, typescriptCommand, until } from '@bytes-up/testkit';
import { once } from 'node:events';
import { join } from 'node:path';
import { Directory } from './registry/directory';
import { keyOf } from './registry/entry';
import { ServiceClient } from './service-client';
import { Permission, RawClient } from './testing/raw-client';
import { ZooKeeper } from './zookeeper/zookeeper';

const fixture = new ServerFixture();
const registry = new EmbeddedZooKeeper();
const main = (...flags: readonly string[]): readonly string[] =>
  typescriptCommand(join(__dirname, 'main.ts'), ...flags);
let zookeeper: ZooKeeper;

beforeAll(() => registry.start());

beforeEach(async () => {
  zookeeper = new ZooKeeper(registry.address, { sessionTimeoutMs: 60_000 });
  await once(zookeeper, 'connected');
});

afterEach(async () => {
  await fixture.clear();
  await zookeeper.close();
});

afterAll(() => registry.stop());

async function knownTo(directory: Directory, count: number): Promise<readonly string[]> {
  await until(`${count} are known`, () => directory.registered.length === count);
  return directory.registered.map(keyOf);
}

test('it is found, called, and gone from the list before it stops', async () => {
  const process = await fixture.serve(...main('--zookeeper', registry.address, '--leave', '5000'));
  const { host, port } = fixture.server.address;
  const directory = new Directory(zookeeper);
  expect(await knownTo(directory, 1)).toEqual([`${host}:${port}`]);
  const client = new ServiceClient(directory);
  expect(await client.call('ping')).toBeNull();
  process.signal('SIGTERM');
  await knownTo(directory, 0);
  expect(await client.call('ping')).toBeNull(); // it serves on until clients have noticed
  await client.close();
  expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
  directory.close();
});

test('its log says nothing of a lost registry when it leaves', async () => {
  const process = await fixture.serve(...main('--zookeeper', registry.address, '--leave', '0'));
  await process.logged(/^registered as /);
  process.signal('SIGTERM');
  expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
  expect(process.log.filter((line) => line.startsWith('registry:'))).toEqual([]);
});

test('what it advertises is what clients get', async () => {
  const flags = ['--advertise', 'public.test:80', '--weight', '7', '--version', '1.2'];
  await fixture.serve(...main('--zookeeper', `${registry.address}/somewhere`, ...flags));
  const elsewhere = new ZooKeeper(`${registry.address}/somewhere`);
  const directory = new Directory(elsewhere);
  await knownTo(directory, 1);
  expect(directory.servers).toEqual([{ host: 'public.test', port: 80, weight: 7, version: '1.2' }]);
  directory.close();
  await elsewhere.close();
});

test('the registry may be named by the environment', async () => {
  process.env['BYTES_UP_ZOOKEEPER'] = registry.address;
  try {
    await fixture.serve(...main());
  } finally {
    delete process.env['BYTES_UP_ZOOKEEPER'];
  }
  const directory = new Directory(zookeeper);
  await knownTo(directory, 1);
  directory.close();
});

test('its log says why it is not registered, and when it is', async () => {
  await zookeeper.mkdirp('/locked');
  const raw = await RawClient.connect(registry.address);
  try {
    await raw.permit('/locked', Permission.CREATE | Permission.ADMIN);
    const flags = ['--zookeeper', registry.address, '--root', '/locked'];
    const process = await fixture.serve(...main(...flags));
    await process.logged(/^not registered: children of \/locked: NO_AUTH, .*; retrying$/);
    await raw.permit('/locked', Permission.ALL);
    await process.logged(/^registered as \/locked\//);
  } finally {
    await raw.close();
  }
});

test('its log says why the registry cannot be reached', async () => {
  const process = await fixture.serve(...main('--zookeeper', '127.0.0.1:1'));
  await process.logged(/^registry: connect ECONNREFUSED 127\.0\.0\.1:1; reconnecting$/);
});

test('a server that is registered as this machine, in a registry elsewhere, says so', async () => {
  const process = await fixture.serve(...main('--zookeeper', 'registry.invalid:2181'));
  await process.logged(/^registering 127\.0\.0\.1, which only this machine can reach; --advertise/);
});

test.each([
  [[], 'which registry?'],
  [['--zookeeper', '[::1]:2181'], '--zookeeper: expected host:port'],
  [['--zookeeper', 'a', '--weight', '0'], '--weight: expected a whole number from 1 to 1000'],
  [['--zookeeper', 'a', '--root', 'demo'], '--root: expected /a/path'],
  [['--zookeeper', 'a', '--name', 'a/b'], '--name: expected a name'],
  [['--zookeeper', 'a', '--advertise', ':80'], '--advertise: expected host[:port] that clients'],
  [
    ['--zookeeper', 'a', '--advertise', 'a:65536'],
    '--advertise: expected host[:port] that clients',
  ],
  [
    ['--zookeeper', 'a', '--advertise', '0.0.0.0:80'],
    '--advertise: expected host[:port] that clients',
  ],
  [['--zookeeper', 'a', '--advertise', '[::]'], '--advertise: expected host[:port] that clients'],
  [['--zookeeper', 'a', '--host', '0.0.0.0'], '--host 0.0.0.0 means all addresses of this machine'],
  [['--zookeeper', 'a', '--host', '::'], '--host :: means all addresses of this machine'],
  [['--zookeeper', 'a', '--session', '10s'], '--session: expected a whole number'],
])('%j is one line and exit code 2', async (flags, why) => {
  const server = new ServerProcess(main(...flags));
  expect(await server.finished(60_000)).toEqual({ code: 2, signal: null });
  expect(server.stderr).toContain(`15-discovery: ${why}`);
  expect(server.stderr.trim().split('\n')).toHaveLength(1);
});
