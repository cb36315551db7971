// The demo of chapter 12: a thousand idle clients cost ten busy ones next to nothing, and a greedy client does
// not keep a modest one waiting. Every number is measured while you watch.

import { join } from 'node:path';
import { residentBytes } from '@bytes-up/conformance';
import { launch, showThreeClients, TestClient, typescriptCommand } from '@bytes-up/stage';
import type { StartedServer } from '@bytes-up/stage';

type Address = StartedServer['address'];

const IDLE_CLIENTS = 1000;
const BUSY_CLIENTS = 10;
const ROUND_MS = 1000;
const GREEDY_CALLS = 1000;
const GREEDY_TERMS = 100_000;

async function main(): Promise<void> {
  const command = typescriptCommand(join(__dirname, 'main.ts'));
  await showThreeClients('A server of chapter 12', command);
  const { process: server, address } = await launch([...command, '--quiet']);
  try {
    console.log('\nAnother one is started. All its JavaScript runs on one thread.\n');
    await idleAndBusy(server.pid, address);
    await greedyAndModest(address);
  } finally {
    await server.stop();
  }
}

/** What ten busy clients get, alone and beside a thousand that say nothing. */
async function idleAndBusy(pid: number, address: Address): Promise<void> {
  const busy = await connectAll(BUSY_CLIENTS, address);
  const alone = await pingFor(ROUND_MS, busy);
  const memoryBefore = residentMegabytes(pid);
  const idle = await connectAll(IDLE_CLIENTS, address);
  const crowded = await pingFor(ROUND_MS, busy);
  const memoryAfter = residentMegabytes(pid);

  row('', 'calls/s', 'median', '99 of 100', 'server memory');
  row(`${BUSY_CLIENTS} busy`, ...figures(alone), memoryBefore);
  row(`${BUSY_CLIENTS} busy, ${IDLE_CLIENTS} idle`, ...figures(crowded), memoryAfter);
  for (const client of [...busy, ...idle]) client.close();
}

/** One client asks for a thousand slow things at once; another one asks for a small thing. */
async function greedyAndModest(address: Address): Promise<void> {
  const [greedy, modest] = await connectAll(2, address);
  if (greedy === undefined || modest === undefined) throw new Error('two clients were asked for');
  const started = performance.now();
  const pi = { in: 'pi', params: GREEDY_TERMS };
  await greedy.send(...Array.from({ length: GREEDY_CALLS }, () => pi));
  await greedy.receive(1);
  const asked = performance.now();
  await modest.send({ in: 'ping' });
  await modest.receive(1);
  const waitedMs = performance.now() - asked;
  const before = greedy.answers.length;
  await greedy.receive(GREEDY_CALLS);
  const allMs = performance.now() - started;

  console.log(
    `\nA greedy client sends ${GREEDY_CALLS} calls of pi(${GREEDY_TERMS}) at once: ${allMs.toFixed(0)} ms of work.`,
  );
  console.log(
    `A modest one sends a ping meanwhile. It is answered after ${waitedMs.toFixed(1)} ms,`,
  );
  console.log(`when the greedy one has ${before} of its ${GREEDY_CALLS} answers.`);
  greedy.close();
  modest.close();
}

/** Each client sends its next ping when the last one is answered. @returns the time of each call, in milliseconds, sorted. */
async function pingFor(durationMs: number, clients: TestClient[]): Promise<number[]> {
  const times: number[] = [];
  const endsAt = performance.now() + durationMs;
  const loop = async (client: TestClient): Promise<void> => {
    for (let sent = performance.now(); sent < endsAt; sent = performance.now()) {
      client.answers.length = 0;
      await client.send({ in: 'ping', params: 'hello' });
      await client.receive(1);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(clients.map(loop));
  return times.sort((a, b) => a - b);
}

function figures(times: number[]): [string, string, string] {
  const at = (share: number): string => `${times[Math.floor(times.length * share)]?.toFixed(2)} ms`;
  const perSecond = Math.round((times.length * 1000) / ROUND_MS);
  return [perSecond.toLocaleString('en'), at(0.5), at(0.99)];
}

function connectAll(count: number, address: Address): Promise<TestClient[]> {
  return Promise.all(Array.from({ length: count }, () => TestClient.connect(address)));
}

/** From /proc, which Linux has and others don't. */
function residentMegabytes(pid: number): string {
  const bytes = residentBytes(pid);
  return bytes === 0 ? 'needs Linux' : `${Math.round(bytes / 2 ** 20)} MB`;
}

function row(label: string, ...cells: string[]): void {
  console.log(label.padEnd(20) + cells.map((cell) => cell.padStart(14)).join(''));
}

void main();
