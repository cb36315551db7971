// Three hosts with their own addresses, and a network between them that is partitioned.

import { eventually, ServerProcess } from '@bytes-up/testkit';
import { launch, type StartedServer, typescriptCommand } from '@bytes-up/testkit';
import { dirname, join } from 'node:path';
import { serverCommand } from './demo/deployment';
import type { Seen } from './testing/host-client';
import { addressOf, Network, whyNoNetwork, type Host } from './testing/network';

const PATIENCE_MS = 60_000;
const ZOOKEEPER = join(dirname(require.resolve('@bytes-up/embedded-zookeeper')), 'main.ts');

const describeWithNetwork = whyNoNetwork() === undefined ? describe : describe.skip;

describeWithNetwork('on three hosts (skipped where no network namespace can be made)', () => {
  let network: Network;
  let client: ServerProcess;
  /** Host 1 has ZooKeeper and server A, host 2 has server B, host 3 the client. */
  let [a, b] = ['', ''];
  const started: ServerProcess[] = [];

  const begin = async (host: Host, command: readonly string[]): Promise<StartedServer> => {
    const onHost = [...command, '--host', addressOf(host)];
    const server = await launch(network.on(host, onHost));
    started.push(server.process);
    return server;
  };
  const keyOf = ({ address }: StartedServer): string => `${address.host}:${address.port}`;
  /** Everything that the client has printed. */
  const all = (): readonly Seen[] =>
    client.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Seen);
  const list = (): readonly string[] => all().findLast((seen) => seen.list)?.list ?? [];

  /** Waits for something that the client sees after now. */
  async function sees(what: string, isIt: (later: readonly Seen[]) => boolean): Promise<void> {
    const from = all().length;
    const came = await eventually(() => isIt(all().slice(from)), PATIENCE_MS);
    if (!came) throw new Error(`the client never saw ${what}: ${client.stderr}`);
  }

  const answers = (server: string, times: number) => (later: readonly Seen[]) =>
    later.filter(({ answered }) => answered === server).length >= times;
  const listed =
    (...servers: readonly string[]) =>
    (): boolean =>
      [...list()].sort().join() === [...servers].sort().join();

  beforeAll(async () => {
    network = new Network();
    const registry = keyOf(await begin(1, typescriptCommand(ZOOKEEPER)));
    const command = serverCommand(registry);
    [a, b] = [keyOf(await begin(1, command)), keyOf(await begin(2, command))];
    const script = join(__dirname, 'testing/host-client.ts');
    client = new ServerProcess(network.on(3, typescriptCommand(script, registry)));
    started.push(client);
    await sees('both servers', listed(a, b));
  });

  afterAll(async () => {
    await Promise.all(started.map((process) => process.stop()));
    network.remove();
  });

  test('each has its own address, and both answer', async () => {
    expect([a.split(':')[0], b.split(':')[0]]).toEqual(['10.77.1.2', '10.77.2.2']);
    await sees('both answer', (later) => answers(a, 5)(later) && answers(b, 5)(later));
  });

  test('a client that cannot reach a server calls the other one, and comes back when it can', async () => {
    network.part(3, 2);
    await sees('attempts at B that fail', (later) => later.some(({ retried }) => retried === b));
    await sees('A in the place of B', answers(a, 20));
    expect(list()).toContain(b); // the registry still reaches it
    network.heal(3, 2);
    await sees('B again', answers(b, 5));
  });

  test('a server that cannot reach the registry leaves the list, and comes back when it can', async () => {
    network.part(2, 1);
    await sees('a list without B', listed(a));
    await sees('A in the place of B', answers(a, 20));
    network.heal(2, 1);
    await sees('B again', (later) => listed(a, b)() && answers(b, 5)(later));
  });

  test('no call was lost', () => {
    expect(all().filter(({ lost }) => lost !== undefined)).toEqual([]);
  });
});
