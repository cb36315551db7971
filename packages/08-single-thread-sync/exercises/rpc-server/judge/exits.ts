// Stage 4, before the suite: what most often keeps a program from exiting.

import { setTimeout as delay } from 'node:timers/promises';
import { withServer } from '@bytes-up/conformance';
import {
  CaseFailed,
  frames,
  machineClock,
  reset,
  TestClient,
  type Exit,
  type JudgedCase,
  type ServerProcess,
} from '@bytes-up/testkit';

const STOP = 'Stage 4: the stop';
/** The task allows two seconds; the rest is for the machine. In ms of machine time. */
const EXITS_WITHIN_MS = 4_000;
/** Far more than the kernel's buffers of both sides hold (about 20 MiB on Linux). */
const FLOOD_BYTES = 64 * 1024 * 1024;
const TEXT = 'x'.repeat(60_000);
/** After this long without progress, it has stopped reading. In ms of machine time. */
const STALLED_MS = 500;
const POLL_MS = 20;

export const exits: readonly JudgedCase<object>[] = [
  {
    title: 'an idle connection does not delay the exit',
    section: STOP,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        const client = await TestClient.connect(address);
        try {
          await client.call({ in: 'ping', id: 1 });
          server.signal('SIGTERM');
          await exitsInTime(server, 'a client that is connected and idle; SIGTERM', () =>
            client.ended ? '0 connections are open' : '1 connection is open',
          );
        } finally {
          client.close();
        }
      }),
  },
  {
    title: 'a client that resets while the server waits for it does not delay the exit',
    section: STOP,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        const client = await TestClient.connect(address);
        try {
          await floodUntilStalled(client);
          reset(client.socket);
          const other = await TestClient.connect(address);
          await other.call({ in: 'ping', id: 1 }); // the server has seen the reset by now
          other.close();
          server.signal('SIGTERM');
          const given = 'a client that sends, reads nothing and resets; then SIGTERM';
          await exitsInTime(server, given, () => 'no connection is open');
        } finally {
          client.close();
        }
      }),
  },
];

async function exitsInTime(
  server: ServerProcess,
  given: string,
  whatIsOpen: () => string,
): Promise<void> {
  const exit = await server.exit(EXITS_WITHIN_MS);
  if (exit?.code === 0) return;
  const expected = 'the exit with code 0, within 2 s';
  const came =
    exit === undefined
      ? `the process still runs after ${EXITS_WITHIN_MS / 1000} s; ${whatIsOpen()}`
      : describeExit(exit);
  // otherwise it ends when the client closes, and the report would say so
  if (exit === undefined) await server.stop(0);
  throw new CaseFailed({ given, expected, came });
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `the exit with code ${code}` : `the end by ${signal}`;
}

/** Sends calls without reading answers until the server stops reading. */
async function floodUntilStalled({ socket }: TestClient): Promise<void> {
  socket.pause();
  const calls = frames({ in: 'ping', params: TEXT });
  for (let bytes = 0; bytes < FLOOD_BYTES; bytes += calls.length) socket.write(calls);
  let left = socket.writableLength;
  let changedAtMs = machineClock.now();
  while (machineClock.now() - changedAtMs < STALLED_MS) {
    await delay(POLL_MS);
    if (socket.writableLength === left) continue;
    left = socket.writableLength;
    changedAtMs = machineClock.now();
  }
  if (left > 0) return;
  const expected = 'a server that stops reading from a client that does not read';
  throw new CaseFailed({ expected, came: `it read ${FLOOD_BYTES} bytes` });
}
