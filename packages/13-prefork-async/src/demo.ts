// The demo of chapter 13, once with fork and once with Node's cluster: three clients of a
// server with two processes, then how connections spread over four processes.

import { join } from 'node:path';
import { allAtOnce, drawSpread, oneAfterTheOther, showThreeClients } from '@bytes-up/testkit';
import { askBefore, tally, typescriptCommand } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';

const WORKERS = 4;
const CLIENTS = 200;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('processes-in-ps');
  await ask('who-holds-it');
  await ask('worker-killed');
  await ask('busiest-worker');
  const engines = process.platform === 'linux' ? ['fork', 'cluster'] : ['cluster'];
  for (const engine of engines) {
    const serve = (workers: number): readonly string[] => {
      const flags = ['--engine', engine, '--workers', String(workers)];
      return typescriptCommand(join(__dirname, 'main.ts'), ...flags);
    };
    await showThreeClients(`A server of chapter 13, --engine ${engine}, two workers,`, serve(2));
    console.log(`\n${CLIENTS} clients, one after the other, and ${WORKERS} workers:\n`);
    console.log(drawSpread(tally(await oneAfterTheOther(serve(WORKERS), CLIENTS)), WORKERS));
    console.log(`\n${CLIENTS} clients at the same time:\n`);
    console.log(`${drawSpread(tally(await allAtOnce(serve(WORKERS), CLIENTS)), WORKERS)}\n`);
  }
}

void main();
