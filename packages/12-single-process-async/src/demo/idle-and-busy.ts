// Ten busy clients, alone and beside a thousand idle ones.

import { residentBytes } from '@bytes-up/testkit';
import { TestClient, type StartedServer } from '@bytes-up/testkit';

const IDLE_CLIENTS = 1000;
const BUSY_CLIENTS = 10;
const ROUND_MS = 500;

/** Measures ten busy clients, alone and beside a thousand that send nothing. */
export async function idleAndBusy({ process: { pid }, address }: StartedServer): Promise<void> {
  const busy = await connectAll(BUSY_CLIENTS, address);
  await pingFor(ROUND_MS, busy); // both sides are compiled by now
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

/**
 * Each client sends its next ping when the last one is answered.
 * @returns the time of each call in milliseconds, sorted
 */
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

export function connectAll(
  count: number,
  address: StartedServer['address'],
): Promise<TestClient[]> {
  return Promise.all(Array.from({ length: count }, () => TestClient.connect(address)));
}

/** From /proc, so only on Linux. */
function residentMegabytes(pid: number): string {
  const bytes = residentBytes(pid);
  return bytes === 0 ? 'needs Linux' : `${Math.round(bytes / 2 ** 20)} MB`;
}

function row(label: string, ...cells: string[]): void {
  console.log(label.padEnd(20) + cells.map((cell) => cell.padStart(14)).join(''));
}
