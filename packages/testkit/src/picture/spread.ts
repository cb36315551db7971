// How a server's connections are spread over its workers, from its log. Chapters 11, 13
// and 14 show the same picture.

import { openings } from '../client/server-log';
import { TestClient } from '../client/test-client';
import { visit } from '../client/visits';
import { launch } from '../process/launch';
import { untilIdle } from '../waiting/until-idle';

const WIDTH = 40;

/** How often each name occurs. */
export function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A bar for each worker, longest first. @param workers how many there are in total */
export function drawSpread(counts: ReadonlyMap<string, number>, workers: number): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const [[, most] = ['', 0]] = sorted;
  const bars = sorted.map(([name, count]) => {
    const bar = '█'.repeat(Math.max(1, Math.round((count / most) * WIDTH)));
    return `  ${name.padEnd(16)}${String(count).padStart(5)}  ${bar}`;
  });
  const idle = workers - sorted.length;
  return [...bars, ...(idle > 0 ? [`  ${idle} more${' '.repeat(14)}0`] : [])].join('\n');
}

/**
 * Clients that connect one after the other.
 * @returns the workers that served them
 */
export async function oneAfterTheOther(
  command: readonly string[],
  count: number,
): Promise<readonly string[]> {
  const { process: server, address } = await launch(command);
  try {
    await untilIdle(server.pid);
    for (let n = 0; n < count; n++) await visit(address);
    return await openings(server, count);
  } finally {
    await server.stop();
  }
}

/** Clients that connect at once, and stay until all are served. @returns their workers */
export async function allAtOnce(
  command: readonly string[],
  count: number,
): Promise<readonly string[]> {
  const { process: server, address } = await launch(command);
  const clients: TestClient[] = [];
  try {
    await untilIdle(server.pid);
    clients.push(
      ...(await Promise.all(Array.from({ length: count }, () => TestClient.connect(address)))),
    );
    await Promise.all(clients.map((client) => client.call({ in: 'ping' })));
    return await openings(server, count);
  } finally {
    for (const client of clients) client.close();
    await server.stop();
  }
}
