// The demo of chapter 02: one call step by step, bytes that arrive in different pieces,
// and a server that never reads. All numbers come from the kernel while you watch.

import { SystemError, UnsupportedCallError } from '@bytes-up/posix';
import { floodAndBlock, floodWithoutBlocking, type Flood } from './flood';
import { hello } from './hello';
import { exchanges } from './pieces';

const BLOCKED_MS = 500;

function main(): void {
  console.log('One call, each step when it is done:\n');
  hello(({ who, call, result, means }) =>
    console.log(`${who.padEnd(8)}${call.padEnd(30)}= ${result.padEnd(4)}${means}`),
  );

  console.log('\nSent in some pieces, received in others:\n');
  for (const { sent, rooms, received } of exchanges()) {
    const from = sent.map((piece) => `send("${piece}")`).join(' ');
    const to = received.map((piece, n) => `recv(${rooms[n]}) = "${piece}"`).join('  ');
    console.log(`${from.padEnd(34)}→  ${to}`);
  }

  console.log('\nA client that sends, and a server that never reads:\n');
  describe('send without blocking', floodWithoutBlocking());
  describe('send that blocks', floodAndBlock(BLOCKED_MS));
}

function describe(name: string, { taken, sending, received, sends, last, blockedMs }: Flood): void {
  console.log(name);
  console.log(`    ${amount(taken)} bytes were taken, in ${sends} call${sends === 1 ? '' : 's'}`);
  console.log(`    ${amount(sending)} wait in the client's send buffer`);
  console.log(`    ${amount(received)} wait in the server's receive buffer`);
  console.log(`    the last call took ${blockedMs.toFixed(2)} ms and returned ${last}`);
}

function amount(bytes: number): string {
  return bytes.toLocaleString('en').padStart(10);
}

try {
  main();
} catch (error) {
  if (!(error instanceof UnsupportedCallError || error instanceof SystemError)) throw error;
  console.error(`02-round-trip: ${error.message}`);
  process.exitCode = 2;
}
