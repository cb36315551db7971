// The demo of chapter 15: servers come and go while a client keeps calling. It shows each
// change of the client's list, and where the calls went. Everything runs on this machine,
// with the embedded ZooKeeper.

import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { askBefore, drawSpread, type StartedServer } from '@bytes-up/testkit';
import { once } from 'node:events';
import { startServer } from './demo/neighbourhood';
import { predictions } from './demo/predictions';
import { Directory } from './registry/directory';
import { keyOf, type ServerEntry } from './registry/entry';
import { ServiceClient } from './service-client';
import { ZooKeeper } from './zookeeper/zookeeper';

const SESSION_MS = 1_000;
const CALLS = 120;

interface Demo {
  readonly registry: EmbeddedZooKeeper;
  readonly directory: Directory;
  readonly client: ServiceClient;
  /** The servers' names in the output: A, B, C, in the order in which they appeared. */
  readonly names: Map<string, string>;
  readonly started: StartedServer[];
}

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('twice-the-weight');
  await ask('killed-and-listed');
  await ask('lost-calls');
  await ask('registry-down');
  const registry = new EmbeddedZooKeeper();
  await registry.start();
  const zookeeper = new ZooKeeper(registry.address, { sessionTimeoutMs: SESSION_MS });
  const directory = new Directory(zookeeper);
  const client = new ServiceClient(directory);
  const demo: Demo = { registry, directory, client, names: new Map(), started: [] };
  const beganAtMs = performance.now();
  directory.on('changed', ({ added, removed }) => {
    const at = `${((performance.now() - beganAtMs) / 1_000).toFixed(2)} s`.padStart(8);
    for (const entry of added) console.log(`${at}  + ${describe(demo, entry)}`);
    for (const entry of removed) console.log(`${at}  - ${describe(demo, entry)}`);
  });
  try {
    await runAll(demo);
  } finally {
    await client.close();
    directory.close();
    await zookeeper.close();
    await Promise.all(demo.started.map(({ process }) => process.stop(0)));
    await registry.stop();
  }
}

// #region run-all
async function runAll(demo: Demo): Promise<void> {
  console.log('Two servers register. B wants twice the load of A.\n');
  const a = await begin(demo, 100);
  await begin(demo, 200);
  await callMany(demo);

  console.log('\nA third server starts.\n');
  const c = await begin(demo, 100);
  await callMany(demo);

  console.log(
    '\nA is killed with SIGKILL, without leaving the registry. Its calls go elsewhere at once;',
  );
  console.log(`its node stays until its session times out after ${SESSION_MS} ms.\n`);
  const gone = once(demo.directory, 'changed');
  a.process.signal('SIGKILL');
  await callMany(demo);
  await gone;

  console.log('\nC is stopped with SIGTERM: it leaves the registry first.\n');
  const left = once(demo.directory, 'changed');
  c.process.signal('SIGTERM');
  await Promise.all([callMany(demo), left]);
  await c.process.finished(10_000);

  console.log('\nThe registry stops. The list stays, and calls go on.\n');
  await demo.registry.stop();
  await callMany(demo);

  console.log(
    '\nA fourth server starts while the registry is down, and the registry comes back.\n',
  );
  demo.started.push(await startServer(demo.registry.address, SESSION_MS, 100));
  const found = once(demo.directory, 'changed');
  await demo.registry.start();
  await found;
  await callMany(demo);
}
// #endregion run-all

/** Starts a server, and waits until it is in the client's list. */
async function begin(demo: Demo, weight: number): Promise<StartedServer> {
  const known = once(demo.directory, 'changed');
  const server = await startServer(demo.registry.address, SESSION_MS, weight);
  demo.started.push(server);
  await known;
  return server;
}

/** Makes calls, one after the other, and shows which servers answered. */
async function callMany(demo: Demo): Promise<void> {
  const answered = new Map<string, number>();
  let again = 0;
  const count = (attempt: { server: string; isRetried: boolean }): void => {
    if (attempt.isRetried) again++;
    else answered.set(attempt.server, (answered.get(attempt.server) ?? 0) + 1);
  };
  demo.client.on('attempt', count);
  let lost = 0;
  for (let n = 0; n < CALLS; n++) {
    // pi has no side effect, so an interrupted call may be retried.
    await demo.client.call('pi', 500, { idempotent: true }).catch(() => lost++);
  }
  demo.client.off('attempt', count);
  const counts = new Map([...answered].map(([key, calls]) => [nameOf(demo, key), calls]));
  console.log(`\n${drawSpread(new Map([...counts].sort()), counts.size)}`);
  console.log(`  ${CALLS} calls, ${again} retried, ${lost} lost`);
}

function describe(demo: Demo, entry: ServerEntry): string {
  return `server ${nameOf(demo, keyOf(entry))} (${keyOf(entry)}, weight ${entry.weight})`;
}

function nameOf({ names }: Demo, key: string): string {
  const name = names.get(key) ?? String.fromCharCode('A'.charCodeAt(0) + names.size);
  names.set(key, name);
  return name;
}

void main();
