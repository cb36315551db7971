// `npm run ensemble -w @bytes-up/discovery`: three real servers that are one, and how
// long a write waits when one of them is killed.

import { RealEnsemble, whyNotReal } from '@bytes-up/embedded-zookeeper';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ZooKeeper } from '../zookeeper/zookeeper';

const ROUNDS = 3;
const SESSION_MS = 4_000;

async function main(): Promise<void> {
  const reason = whyNotReal();
  if (reason !== undefined) {
    console.log(`the real server cannot run: ${reason}`);
    return;
  }
  console.log('milliseconds until the ensemble serves, and until the next write is done\n');
  console.log('  ready   after a follower’s end   after the leader’s end   session');
  for (let round = 0; round < ROUNDS; round++) await measure();
}

async function measure(): Promise<void> {
  const ensemble = new RealEnsemble();
  try {
    const readyMs = await timeOf(() => ensemble.start());
    const zookeeper = new ZooKeeper(ensemble.address, { sessionTimeoutMs: SESSION_MS });
    await once(zookeeper, 'connected');
    const { session } = zookeeper;
    const follower = (await ensemble.modes()).indexOf('follower');
    await ensemble.kill(follower);
    const withoutFollowerMs = await timeOf(() => write(zookeeper));
    await ensemble.restart(follower);
    await ensemble.kill((await ensemble.modes()).indexOf('leader'));
    const withoutLeaderMs = await timeOf(() => write(zookeeper));
    const went = zookeeper.session === session ? 'the same' : 'another one';
    const cells = [String(readyMs).padStart(7), String(withoutFollowerMs).padStart(25)];
    console.log(`${cells.join('')}${String(withoutLeaderMs).padStart(25)}   ${went}`);
    await zookeeper.close();
  } finally {
    await ensemble.remove();
  }
}

/** Writes, again and again until it is done. */
async function write(zookeeper: ZooKeeper): Promise<void> {
  for (;;) {
    try {
      await zookeeper.create('/written', Buffer.alloc(0), 2);
      return;
    } catch {
      await delay(5);
    }
  }
}

async function timeOf(run: () => Promise<void>): Promise<number> {
  const beganAtMs = performance.now();
  await run();
  return Math.round(performance.now() - beganAtMs);
}

void main();
