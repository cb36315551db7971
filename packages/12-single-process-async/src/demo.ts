// The demo of chapter 12: the booklet's open question in four experiments. Then, for both
// engines, three clients, a thousand idle clients beside ten busy ones, and a greedy one
// beside a modest one. Every number is measured while you watch.

import { join } from 'node:path';
import { askBefore, launch, showThreeClients, typescriptCommand } from '@bytes-up/testkit';
import { greedyAndModest } from './demo/greedy-and-modest';
import { idleAndBusy } from './demo/idle-and-busy';
import { predictions } from './demo/predictions';
import { experiment, WAYS } from './demo/two-by-two';

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  const onLinux = process.platform === 'linux';
  await ask('room-for-ten');
  await ask('retries-in-a-loop');
  if (onLinux) await fourWays();
  await ask('half-a-frame');
  await ask('threads-for-idle-clients');
  await ask('greedy-and-modest');
  for (const engine of onLinux ? ['net', 'epoll'] : ['net']) {
    const command = [...typescriptCommand(join(__dirname, 'main.ts')), '--engine', engine];
    await showThreeClients(`\nA server of chapter 12, --engine ${engine},`, command);
    const server = await launch([...command, '--quiet']);
    try {
      console.log('\nA new server. All its JavaScript runs on one thread.\n');
      await idleAndBusy(server);
      await greedyAndModest(server);
    } finally {
      await server.process.stop();
    }
  }
  if (!onLinux) console.log('\n--engine epoll and the four experiments need Linux.');
}

async function fourWays(): Promise<void> {
  console.log('Four bytes come after a while, and six more later. The reader has room for ten.\n');
  for (const [name, way] of Object.entries(WAYS)) {
    const { pieces, empty, otherWork } = await experiment(way);
    console.log(name);
    console.log(
      `    reads returned ${pieces.join(' and ')} bytes; ${count(empty)} returned nothing;` +
        ` meanwhile this thread was free ${count(otherWork)} times`,
    );
  }
}

function count(times: number): string {
  return times.toLocaleString('en');
}

void main();
