// ZooKeeper's own command-line client must print the same for both servers.

import { ServerProcess } from '@bytes-up/testkit';
import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '.';
import { clientCommand } from './real/real-node';

/** How long zkCli may take, in milliseconds: the machine may be busy. */
const WITHIN_MS = 60_000;
const COMMANDS = [
  'create /a hello',
  'get /a',
  'set /a world',
  'get -s /a',
  'create -e -s /a/n- x',
  'ls -s /a',
  'getAcl /a',
  'sync /a',
  'ls /none',
  'create /a again',
  'delete /a',
  'deleteall /a',
  'ls /a',
  'quit',
];

/** What zkCli prints, without what differs from run to run: zxids and times. */
async function outputFor(server: EmbeddedZooKeeper | RealZooKeeper): Promise<readonly string[]> {
  try {
    await server.start();
    const input = `${COMMANDS.join('\n')}\n`;
    const cli = new ServerProcess(clientCommand(server.address), { input });
    const exit = await cli.finished(WITHIN_MS);
    await cli.stop(0);
    return `${cli.stdout}${cli.stderr}exit code ${exit?.code}`
      .split('\n')
      .filter((line) => line !== '' && !/^Connecting to|^(WATCHER|WatchedEvent)/.test(line))
      .map((line) => line.replace(/^([cmp]Zxid|[cm]time) = .*$/, '$1 = …'));
  } finally {
    await server.remove();
  }
}

const real = whyNotReal() === undefined ? test : test.skip;

real('zkCli prints the same for both servers (skipped without Java and its jars)', async () => {
  const fromEmbedded = await outputFor(new EmbeddedZooKeeper());
  expect(fromEmbedded).toEqual(await outputFor(new RealZooKeeper()));
  for (const line of ['Created /a', 'world', 'Created /a/n-0000000000', '[n-0000000000]'])
    expect(fromEmbedded).toContain(line);
  for (const line of [
    'Node does not exist: /none',
    'Node already exists: /a',
    'Node not empty: /a',
  ])
    expect(fromEmbedded).toContain(line);
});
