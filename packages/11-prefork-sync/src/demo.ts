// The demo of chapter 11: three clients and two workers; how the kernel spreads
// connections over workers in accept; and a worker that is killed and replaced.

import { join } from 'node:path';
import { allAtOnce, drawSpread, launch, oneAfterTheOther, openings } from '@bytes-up/testkit';
import {
  askBefore,
  groupMembers,
  showThreeClients,
  tally,
  typescriptCommand,
  visit,
} from '@bytes-up/testkit';
import { predictions } from './demo/predictions';

const WORKERS = 4;
const VISITS = 200;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('processes-in-ps');
  await ask('fifth-client');
  const serve = (workers: number): readonly string[] =>
    typescriptCommand(join(__dirname, 'main.ts'), '--workers', String(workers));
  await showThreeClients('A server of chapter 11 with two workers', serve(2), 2);
  console.log(`\n${VISITS} clients, one after the other, and ${WORKERS} workers in accept:\n`);
  console.log(drawSpread(tally(await oneAfterTheOther(serve(WORKERS), VISITS)), WORKERS));
  await ask('four-at-once');
  console.log(`\n${WORKERS} clients at the same time:\n`);
  console.log(drawSpread(tally(await allAtOnce(serve(WORKERS), WORKERS)), WORKERS));
  await ask('worker-killed');
  await replacement(serve(2));
}

/**
 * Kills a worker, and waits until the master has forked another one.
 */
async function replacement(command: readonly string[]): Promise<void> {
  const { process: server, address } = await launch(command);
  try {
    await visit(address);
    const [first] = await openings(server, 1);
    const pid = Number(first?.replace('process ', ''));
    console.log(`\n${first} has served a client. It is killed with SIGKILL.`);
    const killedAtMs = performance.now();
    process.kill(pid, 'SIGKILL');
    console.log(`The master's log: ${await server.logged(/was killed by SIGKILL/)}.`);
    while (groupMembers(server.pid).length < 3) await new Promise(setImmediate);
    const tookMs = (performance.now() - killedAtMs).toFixed(0);
    console.log(`${tookMs} ms after its death there are two workers again.`);
  } finally {
    await server.stop();
  }
}

void main();
