// Three clients of one server at the same time, and the picture of which one waits for
// which. The demos of chapters 08 to 14 show it for their models, so the pictures can be
// compared.

import { setTimeout as delay } from 'node:timers/promises';
import { parseOpening } from '../client/server-log';
import { TestClient } from '../client/test-client';
import { launch } from '../process/launch';
import type { Exit } from '../process/server-process';
import { drawTimeline, LEGEND, type Step, type TimelineEvent } from './timeline';

/** How long after the previous one each client connects. */
const LATER_MS = 90;
/** The minimum time that each client stays connected after its answer. */
const STAYS_MS = 350;
/** When to stop waiting for answers: the server serves fewer clients than it should. */
const SERVED_WITHIN_MS = 20_000;
const NAMES = ['client A', 'client B', 'client C'];

/** What happened, and how the server ended at SIGTERM. */
export interface ThreeClientsRun {
  readonly events: readonly TimelineEvent[];
  readonly pid: number;
  readonly exit: Exit | undefined;
}

/**
 * Starts the server, and three clients that each connect, make one call, stay for a while
 * and leave; then stops the server. No client leaves before all have sent their calls and
 * those that the server can serve at once are answered, so a slow machine changes the
 * times but not the order of events.
 * @param command the server command, without --port and without --quiet: its log names
 *   the worker of each client
 * @param atOnce how many of the three clients the server can serve at the same time
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
  // The log may name a port before its client has noted that the port is its own.
  for (const { atMs, port, by } of accepted) {
    const step = { atMs, client: names.get(port) ?? 'unknown', step: 'accepted' } as const;
    events.push(by === '' ? step : { ...step, note: by });
  }
  return { events, pid: server.process.pid, exit: server.process.exited };
}

/** `all` resolves when `one` has been called that many times, or `end` once. */
function countdown(count: number): { all: Promise<void>; one: () => void; end: () => void } {
  let end: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (end = resolve));
  let left = count;
  return { all, end, one: () => void (--left === 0 && end()) };
}

/**
 * Runs three clients, draws the picture, and prints how long each client waited.
 * @param what the server, as in `A server of chapter 08`
 * @param atOnce how many of the three clients it can serve at the same time
 */
export async function showThreeClients(
  what: string,
  command: readonly string[],
  atOnce = NAMES.length,
): Promise<void> {
  console.log(`${what} is started. Three clients connect.`);
  console.log('Each asks once, stays for a while, and leaves.\n');
  const { events, pid, exit } = await runThreeClients(command, atOnce);
  console.log(`${drawTimeline(events)}\n\n${LEGEND}\n`);
  for (const name of NAMES) {
    const at = (step: Step): number =>
      events.find((event) => event.client === name && event.step === step)?.atMs ?? NaN;
    const sendMs = (at('sent') - at('connected')).toFixed(1);
    const waitMs = (at('answered') - at('sent')).toFixed(1);
    console.log(
      `${name}: its send returned after ${sendMs} ms, its answer arrived ${waitMs} ms later`,
    );
  }
  const how = exit?.signal ?? `code ${exit?.code}`;
  console.log(`\nThe server, process ${pid}, was stopped with SIGTERM and ended with ${how}.`);
}

/**
 * A client's row in the picture: `CS..A===L`, and its worker.
 * @param name `A`, `B` or `C`
 */
export function rowOf(
  printed: string,
  name: string,
): { readonly drawn: string; readonly by: string } {
  const [, drawn = '', by = ''] =
    new RegExp(`^client ${name}  ( *[CSAL.=]+) *(.*)$`, 'm').exec(printed) ?? [];
  return { drawn, by };
}
