// The demo of chapter 18: pi over gRPC, each client with each server. Then a session
// frame by frame, a large message, and the bytes per call.

import { encodeBody, encodeFrame } from '@bytes-up/codec';
import { askBefore } from '@bytes-up/testkit';
import { HandMadeClient } from './by-hand/client';
import { CALC, PING } from './by-hand/methods';
import { PiClient } from './client';
import { predictions } from './demo/predictions';
import { settled } from './demo/settled';
import { localContext, SERVERS } from './local-server';
import { piOf } from './pi';
import { recorded, type Session } from './transcript/recorded';

const N = 1_000;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await eachWithEach();
  await ask('frames-of-one-call');
  await frameByFrame();
  await ask('frames-of-a-large-message');
  await aLargeMessage();
  await ask('third-call');
  await bytesPerCall();
}

async function eachWithEach(): Promise<void> {
  console.log(`pi by ${N} terms, each client with each server:\n`);
  for (const [name, start] of Object.entries(SERVERS)) {
    const server = await start(localContext());
    const { port } = server.address;
    const library = new PiClient(`127.0.0.1:${port}`);
    const byHand = new HandMadeClient(`http://127.0.0.1:${port}`);
    console.log(`  client: the library      server: ${name.padEnd(16)} ${await library.calc(N)}`);
    console.log(
      `  client: the one by hand  server: ${name.padEnd(16)} ${await byHand.unary(CALC, N)}`,
    );
    library.close();
    await byHand.close();
    await server.stop();
  }
}

async function frameByFrame(): Promise<void> {
  console.log('\nOne call, frame by frame. C is the client, S is the server:\n');
  await recorded(async ({ client, said }) => {
    await client.unary(CALC, N);
    for (const line of said().lines) console.log(`  ${line}`);
  });
}

async function aLargeMessage(): Promise<void> {
  console.log('\nA message of 100,000 bytes is not a frame:\n');
  await recorded(async ({ client, said }) => {
    await client.unary(PING, 'x'.repeat(100_000));
    const lines = said().lines.filter((line) => /DATA|WINDOW_UPDATE| message/.test(line));
    for (const line of lines) console.log(`  ${line}`);
  });
}

async function bytesPerCall(): Promise<void> {
  console.log('\nBytes on the wire for each call to the library’s server, there and back:\n');
  console.log(`  ${''.padEnd(46)}there   back`);
  await recorded(({ client, said }) => threeCalls('by hand', () => client.unary(CALC, N), said));
  await recorded(async ({ port, said }) => {
    const library = new PiClient(`127.0.0.1:${port}`);
    await threeCalls('the library', () => library.calc(N), said);
    library.close();
  });
  const request = encodeFrame(encodeBody({ in: 'pi', params: N, id: 1 }));
  const answer = encodeFrame(encodeBody({ out: 'pi_r', result: piOf(N), id: 1 }));
  row('this course, every one', request.length, answer.length);
}

async function threeCalls(
  name: string,
  call: () => Promise<unknown>,
  said: Session['said'],
): Promise<void> {
  for (const which of ['the first on its connection', 'the second', 'the third']) {
    await call();
    await settled();
    const { toServer, toClient } = said().bytes;
    row(`gRPC, ${name}, ${which}`, toServer, toClient);
  }
}

function row(name: string, there: number, back: number): void {
  console.log(`  ${name.padEnd(46)}${String(there).padStart(5)}  ${String(back).padStart(5)}`);
}

void main();
