// The demo of chapter 08: three clients at once against a server that serves one, then the reply in two sends that
// answers 23 calls a second. Everything is recorded and measured while you watch.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '@bytes-up/server-command';
import { TestClient } from './testing/client';
import { ServerProcess } from './testing/server-process';
import { drawTimeline, LEGEND, type Step, type TimelineEvent } from './timeline';
import { WAYS } from './two-writes';

const HOOK = join(__dirname, '../../../tools/ts.cjs');
/** How long each client stays after its answer, and how much later than the one before it comes. */
const STAYS_MS = 350;
const LATER_MS = 90;
const ROUND_MS = 600;

async function main(): Promise<void> {
  await threeClients();
  await twoWrites();
}

async function threeClients(): Promise<void> {
  const events: TimelineEvent[] = [];
  const names = new Map<number, string>();
  const accepted: { readonly atMs: number; readonly port: number }[] = [];
  const record = (client: string, step: Step): void => {
    events.push({ atMs: performance.now(), client, step });
  };
  const command = [process.execPath, '-r', HOOK, join(__dirname, 'main.ts'), '--port', '0'];
  const { server, address } = await ServerProcess.start(command, (line) => {
    // Whose port it is, the client says perhaps a moment later.
    const port = /:(\d+) opened$/.exec(line)?.[1];
    if (port !== undefined) accepted.push({ atMs: performance.now(), port: Number(port) });
  });
  console.log(`A server of chapter 08 runs as process ${server.child.pid}. Three clients come.`);
  console.log('Each asks once, stays for a while, and leaves.\n');
  try {
    const visit = async (name: string, afterMs: number): Promise<void> => {
      await delay(afterMs);
      const client = await TestClient.connect(address);
      names.set(client.socket.localPort ?? 0, name);
      record(name, 'connected');
      await client.send({ in: 'ping', params: name });
      record(name, 'sent');
      await client.receive(1);
      record(name, 'answered');
      await delay(STAYS_MS);
      record(name, 'left');
      client.close();
    };
    await Promise.all(['A', 'B', 'C'].map((name, i) => visit(`client ${name}`, i * LATER_MS)));
  } finally {
    server.kill('SIGTERM');
  }
  const { code } = await server.exit();
  for (const { atMs, port } of accepted) {
    events.push({ atMs, client: names.get(port) ?? 'unknown', step: 'accepted' });
  }
  console.log(`${drawTimeline(events)}\n\n${LEGEND}\n`);
  for (const client of new Set(events.map((event) => event.client))) {
    const at = (step: Step): number =>
      events.find((event) => event.client === client && event.step === step)?.atMs ?? NaN;
    const sendMs = (at('sent') - at('connected')).toFixed(1);
    const waitMs = (at('answered') - at('sent')).toFixed(1);
    console.log(
      `${client}: its send returned after ${sendMs} ms, its answer came ${waitMs} ms later`,
    );
  }
  console.log(`\nThe server was stopped with SIGTERM and exited with code ${code}.\n`);
}

/** The same ping, one after the other for a moment, for each way to reply. */
async function twoWrites(): Promise<void> {
  const command = [process.execPath, '-r', HOOK, join(__dirname, 'two-writes.ts')];
  const { server, address } = await ServerProcess.start(command);
  console.log('The same reply, length and body, in two sends and in one:\n');
  try {
    for (const way of WAYS) {
      const { calls, tookMs, slowest } = await pingFor(ROUND_MS, address);
      const perSecond = Math.round((calls * 1000) / tookMs).toLocaleString('en');
      const eachMs = (tookMs / calls).toFixed(2);
      console.log(`${way.padEnd(24)}${perSecond.padStart(8)} calls/s${eachMs.padStart(9)} ms each`);
      if (way === 'two sends') drawHeldReply(slowest);
    }
    await server.exit();
  } finally {
    server.kill('SIGKILL');
  }
}

interface Arrivals {
  readonly lengthMs: number;
  readonly bodyMs: number;
}

/** One connection, one call at a time. `slowest` says when the two pieces of the slowest reply came, from its request on. */
async function pingFor(
  durationMs: number,
  address: Address,
): Promise<{ calls: number; tookMs: number; slowest: Arrivals }> {
  const client = await TestClient.connect(address);
  let slowest: Arrivals = { lengthMs: 0, bodyMs: 0 };
  let calls = 0;
  let firstPieceAtMs: number | undefined;
  client.socket.prependListener('data', () => (firstPieceAtMs ??= performance.now()));
  const startedAtMs = performance.now();
  for (let sentAtMs = startedAtMs; sentAtMs < startedAtMs + durationMs;) {
    firstPieceAtMs = undefined;
    client.answers.length = 0;
    await client.send({ in: 'ping', params: 'hello' });
    await client.receive(1);
    calls++;
    const nowMs = performance.now();
    const bodyMs = nowMs - sentAtMs;
    if (bodyMs > slowest.bodyMs) {
      slowest = { lengthMs: (firstPieceAtMs ?? nowMs) - sentAtMs, bodyMs };
    }
    sentAtMs = nowMs;
  }
  const tookMs = performance.now() - startedAtMs;
  client.close();
  return { calls, tookMs, slowest };
}

function drawHeldReply({ lengthMs, bodyMs }: Arrivals): void {
  console.log(`    ${'0.0'.padStart(6)} ms  the client sends its request`);
  console.log(
    `    ${lengthMs.toFixed(1).padStart(6)} ms  the length is there; the client's kernel`,
  );
  console.log(`               puts off its acknowledgement, the server's holds the body back`);
  console.log(`    ${bodyMs.toFixed(1).padStart(6)} ms  the body is there`);
}

void main();
