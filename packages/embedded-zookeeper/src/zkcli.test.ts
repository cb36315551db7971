// ZooKeeper's own command-line client must print the same for both servers.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '.';
import { clientCommand } from './real/real-node';

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
async function talk(server: EmbeddedZooKeeper | RealZooKeeper): Promise<readonly string[]> {
  await server.start();
  try {
    const [java = '', ...args] = clientCommand(server.address);
    const child = spawn(java, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.end(`${COMMANDS.join('\n')}\n`);
    await once(child, 'close');
    return said
      .split('\n')
      .filter((line) => line !== '' && !/^Connecting to|^(WATCHER|WatchedEvent)/.test(line))
      .map((line) => line.replace(/^([cmp]Zxid|[cm]time) = .*$/, '$1 = …'));
  } finally {
    await server.remove();
  }
}

const real = whyNotReal() === undefined ? test : test.skip;

real('zkCli prints the same for both servers (skipped without Java and its jars)', async () => {
  const ofEmbedded = await talk(new EmbeddedZooKeeper());
  expect(ofEmbedded).toEqual(await talk(new RealZooKeeper()));
  for (const line of ['Created /a', 'world', 'Created /a/n-0000000000', '[n-0000000000]'])
    expect(ofEmbedded).toContain(line);
  for (const line of [
    'Node does not exist: /none',
    'Node already exists: /a',
    'Node not empty: /a',
  ])
    expect(ofEmbedded).toContain(line);
});
