// The demo of chapter 02: one call step by step, bytes that arrive in different pieces
// than they were sent in, and a server that never reads. The kernel reports every number
// while you watch.

import { SystemError, UnsupportedCallError } from '@bytes-up/posix';
import { askBefore } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';
import { floodAndBlock, floodWithoutBlocking, type Flood } from './flood';
import { hello } from './hello';
import { exchanges } from './pieces';

const BLOCKED_MS = 500;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  console.log('One call, step by step:\n');
  hello(({ who, call, result, means }) =>
    console.log(`${who.padEnd(8)}${call.padEnd(30)}= ${result.padEnd(4)}${means}`),
  );

  await ask('two-sends');
  await ask('room-for-four');
  console.log('\nBytes that arrive in different pieces than they were sent in:\n');
  for (const { sent, bufferSizes, received } of exchanges()) {
    const from = sent.map((piece) => `send("${piece}")`).join(' ');
    const to = received.map((piece, n) => `recv(${bufferSizes[n]}) = "${piece}"`).join('  ');
    console.log(`${from.padEnd(34)}→  ${to}`);
  }

  await ask('never-reads');
  await ask('too-much-at-once');
  console.log('\nA client that sends, and a server that never reads:\n');
  describe('non-blocking send', floodWithoutBlocking());
  describe('blocking send', floodAndBlock(BLOCKED_MS));
}

function describe(
  name: string,
  { accepted, sending, received, sends, last, blockedMs }: Flood,
): void {
  console.log(name);
  console.log(
    `    ${amount(accepted)} bytes were accepted, in ${sends} call${sends === 1 ? '' : 's'}`,
  );
  console.log(`    ${amount(sending)} wait in the client's send buffer`);
  console.log(`    ${amount(received)} wait in the server's receive buffer`);
  console.log(`    the last call took ${blockedMs.toFixed(2)} ms and returned ${last}`);
}

function amount(bytes: number): string {
  return bytes.toLocaleString('en').padStart(10);
}

main().catch((error: unknown) => {
  if (!(error instanceof UnsupportedCallError || error instanceof SystemError)) throw error;
  console.error(`02-round-trip: ${error.message}`);
  process.exitCode = 2;
});
