// The demo of chapter 06: a counter behind a proxy that breaks the connection at a chosen
// moment, and four clients. Each one asks the counter to add one. The demo prints the
// counter and what the client was told.

import { askBefore } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';
import { CLIENTS, experiment } from './experiment';
import { MOMENTS } from './cutting-proxy';

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('always-retries');
  await ask('retries-what-is-safe');
  await ask('right-in-how-many');
  await ask('told-with-a-key');
  console.log(
    'A client asks a counter at 0 to add 1. The connection is cut. The counter should be at 1.\n',
  );
  for (const client of CLIENTS) {
    console.log(client.name);
    for (const moment of MOMENTS) {
      const { total, told } = await experiment(moment, client);
      const verdict = total === 1 ? 'right' : total === 0 ? 'LOST' : 'TWICE';
      const counter = `the counter is at ${total}, ${verdict}`;
      console.log(`    cut ${moment.padEnd(20)}${counter.padEnd(30)}the client: ${told}`);
    }
  }
}

void main();
