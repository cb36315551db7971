// The demo of chapter 10: three clients, each with its own process; the process tree
// while they are served; and what a process per connection costs, compared with chapter
// 08's server.

import { dirname, join } from 'node:path';
import {
  askBefore,
  launch,
  showThreeClients,
  TestClient,
  typescriptCommand,
} from '@bytes-up/testkit';
import { eventually, groupMembers, visitsPerSecond } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';

const ROUND_MS = 1_000;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  const chapter08 = dirname(require.resolve('@bytes-up/single-thread-sync/package.json'));
  const ours = typescriptCommand(join(__dirname, 'main.ts'));
  await showThreeClients('A server of chapter 10', ours);
  await ask('processes-in-ps');
  await ask('parent-killed');
  await tree([...ours, '--quiet']);
  await ask('zombies-of-a-stopped-parent');
  await ask('cost-of-a-fork');
  console.log('\nClients that connect, make one call and leave, one after the other:\n');
  await cost('chapter 08, no fork', typescriptCommand(join(chapter08, 'src/main.ts'), '--quiet'));
  await cost('chapter 10, a fork each', [...ours, '--quiet']);
}

/**
 * The processes of a server: before its clients connect, while they are connected, and
 * after they have left.
 */
async function tree(command: readonly string[]): Promise<void> {
  const { process: server, address } = await launch(command);
  try {
    console.log('\nThe process tree of another such server, from /proc:\n');
    draw('no clients', server.pid);
    const clients: TestClient[] = [];
    for (let n = 0; n < 3; n++) {
      const client = await TestClient.connect(address);
      await client.call({ in: 'ping' });
      clients.push(client);
    }
    draw('three clients', server.pid);
    for (const client of clients) client.close();
    await eventually(() => groupMembers(server.pid).length === 1, 5_000);
    draw('all have left', server.pid);
  } finally {
    await server.stop();
  }
}

function draw(when: string, parent: number): void {
  const children = groupMembers(parent).filter((pid) => pid !== parent);
  const root = `${when.padEnd(17)}${parent}`;
  if (children.length === 0) console.log(root);
  children.forEach((pid, n) => {
    const last = n === children.length - 1;
    const branch = n === 0 ? (last ? '───' : '─┬─') : last ? ' └─' : ' ├─';
    console.log(`${n === 0 ? root : ' '.repeat(root.length)} ${branch} ${pid}`);
  });
}

async function cost(name: string, command: readonly string[]): Promise<void> {
  const { process: server, address } = await launch(command);
  try {
    await visitsPerSecond(address, ROUND_MS / 4); // warm-up: V8 compiles both sides
    const perSecond = await visitsPerSecond(address, ROUND_MS);
    const eachMs = (1000 / perSecond).toFixed(2);
    const count = Math.round(perSecond).toLocaleString('en');
    console.log(`${name.padEnd(25)}${count.padStart(7)} clients/s${eachMs.padStart(8)} ms each`);
  } finally {
    await server.stop();
  }
}

void main();
