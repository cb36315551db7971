// Timeouts (section 9): never early, never much too late, and only where they apply.

import { setTimeout as delay } from 'node:timers/promises';
import { concat, machineClock, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check, fail } from '../client/failure';
import type { Trial } from '../run/trial';
import { numbers, ping, repeat, sleep, slept } from './calls-of';
import { failsAwake, failsInPace, inPace } from './pace';
import { flood, floodCall, takeFloodAnswers } from './flood';

const SHORT = { frameTimeoutMs: 800, writeTimeoutMs: 800 };
const STEADY = { writeTimeoutMs: 2_400 };
const IDLE = { idleTimeoutMs: 800 };
/** How early a timeout may seem to be, since clocks are rounded, in milliseconds. */
const EARLY_MS = 5;
/** How late a timeout may be, in milliseconds of machine time. */
const LATE_MS = 2_500;

export const time = casesOf('time', [
  {
    id: '9.1/inside-the-length',
    title:
      'a connection whose frame stops inside its length is closed after frameTimeoutMs, without an answer',
    limits: SHORT,
    waitMs: (limits) => limits.frameTimeoutMs,
    run: (trial) => stopsInside(trial, 2),
  },
  {
    id: '9.1/inside-the-body',
    title:
      'a connection whose frame stops inside its body is closed after frameTimeoutMs, without an answer',
    limits: SHORT,
    waitMs: (limits) => limits.frameTimeoutMs,
    run: (trial) => stopsInside(trial, 12),
  },
  {
    id: '9.1/in-all',
    title: 'frameTimeoutMs bounds the whole frame, not each read',
    limits: SHORT,
    waitMs: (limits) => limits.frameTimeoutMs,
    run: async (trial) => {
      const { frameTimeoutMs } = trial.limits;
      await inPace(trial, frameTimeoutMs / 2, async (beat) => {
        beat(); // the server may accept long before this process notices
        const connection = await trial.connect();
        const startedAtMs = performance.now();
        const endsAtMs = machineClock.now() + frameTimeoutMs + LATE_MS;
        for (const byte of ping('x'.repeat(4_000))) {
          if (connection.ending !== undefined) break;
          if (machineClock.now() > endsAtMs) fail('a closed connection', 'one that is still open');
          connection.send(Buffer.of(byte));
          await delay(frameTimeoutMs / 10);
          beat();
        }
        await closesInTime(trial, connection, startedAtMs);
      });
    },
  },
  {
    id: '9.1/slow-but-complete',
    title: 'a slow frame that is complete before frameTimeoutMs is served',
    limits: SHORT,
    waitMs: (limits) => limits.frameTimeoutMs / 2,
    run: async (trial) => {
      await failsInPace(trial, trial.limits.frameTimeoutMs / 4, async (beat) => {
        beat(); // the server may accept long before this process notices
        const connection = await trial.connect();
        const bytes = ping('slow', 1);
        const size = Math.ceil(bytes.length / 4);
        for (const part of numbers(4)) {
          connection.send(bytes.subarray(part * size, (part + 1) * size));
          if (part < 3) await trial.pass(trial.limits.frameTimeoutMs / 8);
          beat();
        }
        await expectAnswer(connection, { out: 'pong', result: 'slow', id: 1 });
      });
    },
  },
  {
    id: '9.1/not-between-frames',
    title: 'the time between two frames does not count towards frameTimeoutMs',
    limits: SHORT,
    waitMs: (limits) => limits.frameTimeoutMs * 1.5,
    run: async (trial) => {
      const connection = await trial.connect();
      await trial.ping(connection);
      await trial.pass(trial.limits.frameTimeoutMs * 1.5);
      await trial.ping(connection);
    },
  },
  {
    id: '9.1/not-while-paused',
    title: 'time during which the server had paused reading does not count',
    needs: ['sleep', 'flags'],
    limits: { frameTimeoutMs: 500, maxInFlight: 1 },
    run: async (trial) => {
      const { frameTimeoutMs } = trial.limits;
      const next = ping('next', 2);
      // The rest must arrive before the sleep ends, or the frame may time out after it.
      const connection = await inPace(trial, frameTimeoutMs, async (beat) => {
        const one = await trial.connect();
        beat();
        one.send(concat(sleep(2 * frameTimeoutMs, 1), next.subarray(0, 10)));
        await trial.pass(frameTimeoutMs / 5);
        one.send(next.subarray(10));
        beat();
        return one;
      });
      await expectAnswer(connection, slept(2 * frameTimeoutMs, 1));
      await expectAnswer(connection, { out: 'pong', result: 'next', id: 2 });
    },
  },
  {
    id: '9.2/never-by-default',
    title: 'without an idle timeout an idle connection stays open',
    run: async (trial) => {
      const connection = await trial.connect();
      await connection.silence(1_500);
      await trial.ping(connection);
    },
  },
  {
    id: '9.2/closed-when-idle',
    title: 'with --idle-timeout-ms an idle connection is closed cleanly, and not earlier',
    needs: ['flags'],
    limits: IDLE,
    run: async (trial) => {
      const begun = await failsInPace(trial, IDLE.idleTimeoutMs / 2, async (beat) => {
        beat(); // the server may accept long before this process notices
        const connection = await trial.connect();
        const startedAtMs = performance.now();
        await trial.ping(connection);
        return { connection, startedAtMs };
      });
      await begun.connection.end(IDLE.idleTimeoutMs + LATE_MS);
      checkTime(performance.now() - begun.startedAtMs, IDLE.idleTimeoutMs);
    },
  },
  {
    id: '9.2/calls-count',
    title: 'a connection with a call now and then is not idle',
    needs: ['flags'],
    limits: IDLE,
    run: async (trial) => {
      await failsInPace(trial, IDLE.idleTimeoutMs / 2, async (beat) => {
        beat(); // the server may accept long before this process notices
        const connection = await trial.connect();
        await repeat(5, async () => {
          await trial.ping(connection);
          beat();
          await trial.pass(IDLE.idleTimeoutMs / 4);
        });
        await trial.ping(connection);
        beat();
      });
    },
  },
  {
    id: '9.2/call-in-flight',
    title: 'a connection with a call in flight is not idle',
    needs: ['flags', 'sleep'],
    limits: IDLE,
    run: (trial) =>
      // If the suite itself stalls, it reads the answer only after the idle time has
      // expired.
      failsAwake(trial, IDLE.idleTimeoutMs / 2, async () => {
        const connection = await trial.connect();
        connection.send(sleep(IDLE.idleTimeoutMs * 2, 1));
        await expectAnswer(connection, slept(IDLE.idleTimeoutMs * 2, 1));
        await trial.ping(connection);
      }),
  },
  {
    id: '9.2/frame-begun',
    title: 'a connection on which a frame has begun is not idle',
    needs: ['flags'],
    limits: IDLE,
    run: async (trial) => {
      const bytes = ping('late', 1);
      const connection = await inPace(trial, IDLE.idleTimeoutMs / 2, async (beat) => {
        beat(); // the server may accept long before this process notices
        const one = await trial.connect();
        one.send(bytes.subarray(0, 10));
        beat();
        return one;
      });
      await trial.pass(IDLE.idleTimeoutMs * 1.5);
      connection.send(bytes.subarray(10));
      await expectAnswer(connection, { out: 'pong', result: 'late', id: 1 });
    },
  },
  {
    id: '9.4/no-byte-taken',
    title: 'a client that reads nothing for writeTimeoutMs is disconnected',
    limits: SHORT,
    waitMs: (limits) => 2 * limits.writeTimeoutMs + limits.lingerMs + 500,
    run: async (trial) => {
      const connection = await trial.connect();
      // A server that never stops reading fails 9.3, but it may keep this clause.
      const { sent } = await flood(connection);
      const { writeTimeoutMs, lingerMs } = trial.limits;
      await trial.pass(2 * writeTimeoutMs + lingerMs + 500);
      connection.resume();
      await connection.ended();
      const all = sent * 60_000;
      const received = `all ${connection.receivedBytes} bytes`;
      check(connection.receivedBytes < all, 'a disconnect before the last answer', received);
      await trial.stillServes();
    },
  },
  {
    id: '9.4/slow-but-steady',
    title: 'a client that reads slowly but steadily gets all its answers',
    limits: STEADY,
    waitMs: (limits) => 2 * limits.writeTimeoutMs,
    run: async (trial) => {
      await failsInPace(trial, trial.limits.writeTimeoutMs / 2, async (beat) => {
        beat(); // the server may accept long before this process notices
        const connection = await trial.connect();
        const calls = numbers(400);
        connection.pause();
        connection.send(...calls.map(floodCall));
        for (const step of numbers(9)) {
          connection.resume();
          await connection.someBytes((step + 1) * 1024 * 1024);
          connection.pause();
          beat();
          await trial.pass(trial.limits.writeTimeoutMs / 6);
        }
        connection.resume();
        beat();
        await takeFloodAnswers(connection, calls.length);
      });
    },
  },
  {
    id: '13.1/time-left',
    title: 'a deadline that has not passed when the call starts does not interrupt it',
    needs: ['sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(request({ in: 'sleep', params: { ms: 300 }, timeout_ms: 60_000, id: 1 }));
      await expectAnswer(connection, slept(300, 1));
    },
  },
]);

async function stopsInside(trial: Trial, bytes: number): Promise<void> {
  const connection = await trial.connect();
  await trial.ping(connection);
  const startedAtMs = performance.now();
  connection.send(ping('cut').subarray(0, bytes));
  await closesInTime(trial, connection, startedAtMs);
}

async function closesInTime(
  trial: Trial,
  connection: Connection,
  startedAtMs: number,
): Promise<void> {
  const { frameTimeoutMs } = trial.limits;
  await connection.end(frameTimeoutMs + LATE_MS);
  checkTime(performance.now() - startedAtMs, frameTimeoutMs);
  await trial.stillServes(connection);
}

function checkTime(tookMs: number, limitMs: number): void {
  const got = `the end after ${Math.round(tookMs)} ms`;
  check(tookMs >= limitMs - EARLY_MS, `the end of the stream after ${limitMs} ms`, got);
}
