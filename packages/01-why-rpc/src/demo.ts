// The demo of chapter 01: the same function called locally, with REST and with RPC. It
// shows the bytes that each call puts on the wire, what the verb GET makes possible, and
// what a call costs. All of it is recorded and measured while you watch.

import { askBefore } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';
import { record, timeOf, WAYS } from './three-ways';
import { callWithLostAnswer, recordThroughCache } from './what-get-buys';

const TERMS = 1000;
const ROUND_MS = 600;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('rest-and-rpc');
  console.log(`pi(${TERMS}), called in three ways. What one call puts on the wire:\n`);
  const sizes: string[] = [];
  for (const way of WAYS) {
    const { result, request, answer } = await record(way, TERMS);
    if (request.length > 0) {
      console.log(`${way}, request, ${request.length} bytes:\n${printable(request)}\n`);
      console.log(`${way}, answer, ${answer.length} bytes:\n${printable(answer)}\n`);
    }
    const both = request.length + answer.length;
    sizes.push(`${row(way, request.length, answer.length, both)}    ${result}`);
  }
  console.log(`${row('bytes', 'request', 'answer', 'both')}    result`);
  console.log(sizes.join('\n'));

  await ask('body-after-a-minute');
  console.log('\nREST again, with a cache in between: bytes between the cache and the server\n');
  console.log(`${row('call', 'request', 'answer')}    the server's answer`);
  for (const { when, request, answer } of await recordThroughCache(TERMS)) {
    const [status = ''] = answer.toString().split('\r\n', 1);
    console.log(`${row(when, request.length, answer.length)}    ${status || 'not asked'}`);
  }

  await ask('lost-answer');
  console.log('\nThe server does its work, and the answer is lost with the connection:\n');
  for (const way of ['REST', 'RPC'] as const) {
    const { outcome } = await callWithLostAnswer(way, TERMS);
    const result = outcome instanceof Error ? outcome.message : `${outcome}, with a second GET`;
    console.log(`${way.padEnd(8)}${result}`);
  }

  await ask('local-and-remote');
  console.log('\nOne call after the other, on one connection:\n');
  console.log(row('', 'per call', 'per second'));
  for (const way of WAYS) {
    const ms = await timeOf(way, TERMS, ROUND_MS);
    console.log(
      row(way, `${(ms * 1000).toFixed(1)} µs`, Math.round(1000 / ms).toLocaleString('en')),
    );
  }
}

/** Prints text as it is, and other bytes as hex in brackets. */
function printable(bytes: Buffer): string {
  const text = bytes.toString('latin1').replace(/[^\x20-\x7e\r\n]/g, (character) => {
    return `[${character.charCodeAt(0).toString(16).padStart(2, '0')}]`;
  });
  return text
    .trimEnd()
    .replaceAll('\r\n', '\n')
    .replace(/^(?=.)/gm, '    ');
}

function row(label: string, ...cells: readonly (string | number)[]): string {
  return label.padEnd(8) + cells.map((cell) => String(cell).padStart(12)).join('');
}

void main();
