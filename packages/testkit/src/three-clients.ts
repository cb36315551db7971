// Three clients at once against a server, and the picture of who waits for whom. The demos of chapters 08 to 14 show it for
// their models, so that the pictures can be laid side by side.

import { setTimeout as delay } from 'node:timers/promises';
import type { Exit } from './server-process';
import { TestClient } from './client';
import { launch } from './launch';
import { drawTimeline, LEGEND, type Step, type TimelineEvent } from './timeline';

/** How much later than the one before it each client comes, and how long it stays at least after its answer. In milliseconds. */
const LATER_MS = 90;
const STAYS_MS = 350;
/** Clients that are not served by now are not waited for: the server serves fewer than it was said to. In milliseconds. */
const SERVED_WITHIN_MS = 20_000;
const NAMES = ['client A', 'client B', 'client C'];

/** What happened, and how the server ended when it was asked to. */
export interface ThreeClientsRun {
  readonly events: readonly TimelineEvent[];
  readonly pid: number;
  readonly exit: Exit | undefined;
}

/**
 * Starts the server, lets three clients come, ask once, stay for a while and leave, and stops the server. Nobody leaves before
 * all have asked, and all that the server can serve at once are answered: on a slow machine each takes longer, and the
 * order of what happens stays.
 * @param command the server command, without --port and without --quiet: its log says who serves whom
 * @param atOnce how many of the three the server can serve at the same time
 */
export async function runThreeClients(
  command: readonly string[],
  atOnce: number,
): Promise<ThreeClientsRun> {
  const events: TimelineEvent[] = [];
  const names = new Map<number, string>();
  const accepted: { readonly atMs: number; readonly port: number; readonly by: string }[] = [];
  const record = (client: string, step: Step): void => {
    events.push({ atMs: performance.now(), client, step });
  };
  const asked = countdown(NAMES.length);
  const served = countdown(atOnce);
  const server = await launch(command, {
    onLogLine: (line) => {
      const opening = parseOpening(line);
      if (opening !== undefined) accepted.push({ atMs: performance.now(), ...opening });
    },
  });
  const visit = async (name: string, afterMs: number): Promise<void> => {
    await delay(afterMs);
    const client = await TestClient.connect(server.address);
    names.set(client.socket.localPort ?? 0, name);
    record(name, 'connected');
    await client.send({ in: 'ping', params: name });
    record(name, 'sent');
    asked.one();
    await client.receive(1);
    record(name, 'answered');
    served.one();
    await Promise.all([asked.all, served.all, delay(STAYS_MS)]);
    record(name, 'left');
    client.close();
  };
  const timer = setTimeout(served.end, SERVED_WITHIN_MS);
  try {
    await Promise.all(NAMES.map((name, i) => visit(name, i * LATER_MS)));
  } finally {
    clearTimeout(timer);
    await server.process.stop(60_000);
  }
  // Whose port it is, a client may say a moment after the server's log has named it.
  for (const { atMs, port, by } of accepted) {
    const step = { atMs, client: names.get(port) ?? 'unknown', step: 'accepted' } as const;
    events.push(by === '' ? step : { ...step, by });
  }
  return { events, pid: server.process.pid, exit: server.process.exited };
}

/** Resolves `all` when `one` was called so often, or `end` once. */
function countdown(count: number): { all: Promise<void>; one: () => void; end: () => void } {
  let end: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (end = resolve));
  let left = count;
  return { all, end, one: () => void (--left === 0 && end()) };
}

/** The line of a server's log that says that a connection is served: `process 7 connection 1 127.0.0.1:40000 opened`. */
export function parseOpening(line: string): { port: number; by: string } | undefined {
  const match = /^(?:((?:process|thread) \d+) )?connection \d+ \S+:(\d+) opened$/.exec(line);
  return match === null ? undefined : { port: Number(match[2]), by: match[1] ?? '' };
}

/**
 * Performs, draws, and says how long each client waited.
 * @param what the server, as in `A server of chapter 08`
 * @param atOnce how many of the three it can serve at the same time
 */
export async function showThreeClients(
  what: string,
  command: readonly string[],
  atOnce = NAMES.length,
): Promise<void> {
  console.log(`${what} is started. Three clients come.`);
  console.log('Each asks once, stays for a while, and leaves.\n');
  const { events, pid, exit } = await runThreeClients(command, atOnce);
  console.log(`${drawTimeline(events)}\n\n${LEGEND}\n`);
  for (const name of NAMES) {
    const at = (step: Step): number =>
      events.find((event) => event.client === name && event.step === step)?.atMs ?? NaN;
    const sendMs = (at('sent') - at('connected')).toFixed(1);
    const waitMs = (at('answered') - at('sent')).toFixed(1);
    console.log(
      `${name}: its send returned after ${sendMs} ms, its answer came ${waitMs} ms later`,
    );
  }
  const how = exit?.signal ?? `code ${exit?.code}`;
  console.log(`\nThe server, process ${pid}, was stopped with SIGTERM and ended with ${how}.`);
}
