// The demo of chapter 08: three clients connect at once to a server that serves one at a
// time; then a server that sends each reply in two pieces, and so answers about 25
// calls a second. The demo records and measures everything while you watch.

import { join } from 'node:path';
import { askBefore, launch, showThreeClients, typescriptCommand } from '@bytes-up/testkit';
import { pingFor, type Arrivals } from './demo/ping-for';
import { predictions } from './demo/predictions';
import { WAYS } from './two-writes';

const ROUND_MS = 600;
const ask = askBefore(predictions);

async function main(): Promise<void> {
  const server = typescriptCommand(join(__dirname, 'main.ts'));
  await ask('second-client');
  await ask('when-is-b-answered');
  await showThreeClients('A server of chapter 08', server, 1);
  await ask('state-in-ps');
  await ask('fifty-in-one');
  await ask('two-sends');
  await twoWrites();
}

/** For each way to reply: one ping after the other, for ROUND_MS. */
async function twoWrites(): Promise<void> {
  const { process: server, address } = await launch(
    typescriptCommand(join(__dirname, 'two-writes.ts')),
  );
  console.log('\nThe same reply, length and body, in two sends and in one:\n');
  try {
    for (const way of WAYS) {
      const { calls, tookMs, slowest } = await pingFor(ROUND_MS, address);
      const perSecond = Math.round((calls * 1000) / tookMs).toLocaleString('en');
      const eachMs = (tookMs / calls).toFixed(2);
      console.log(`${way.padEnd(24)}${perSecond.padStart(8)} calls/s${eachMs.padStart(9)} ms each`);
      if (way === 'two sends') drawHeldReply(slowest);
    }
  } finally {
    await server.stop();
  }
}

function drawHeldReply({ lengthMs, bodyMs }: Arrivals): void {
  console.log(`    ${'0.0'.padStart(6)} ms  the client sends its request`);
  console.log(
    `    ${lengthMs.toFixed(1).padStart(6)} ms  the length arrives; the client's kernel delays the`,
  );
  console.log(`               acknowledgement, so the server's kernel holds the body back`);
  console.log(`    ${bodyMs.toFixed(1).padStart(6)} ms  the body arrives`);
}

void main();
