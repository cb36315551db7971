// The life of a connection: first byte, half-close, end of stream inside a frame, resets,
// descriptors (sections 1 and 8).

import { concat, countDescriptors, eventually, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer, expectAnswers, type Expected } from '../client/answers';
import { check } from '../client/failure';
import type { Trial } from '../run/trial';
import {
  answersById,
  numbers,
  pi,
  ping,
  sleep,
  slept,
  termsWithin,
  UNTIL_READ_MS,
} from './calls-of';
import { inPace } from './pace';

/** Descriptors that a server may open for its own use. */
const SPARE_DESCRIPTORS = 10;
/** Rounds of a hundred clients within which the number of descriptors must settle. */
const ROUNDS = 3;
/**
 * A short frameTimeoutMs would also close a connection whose end of stream the server
 * missed (clause 9.1), and hide that.
 */
const UNHURRIED = { frameTimeoutMs: 60_000 };
/**
 * How long new clients keep connecting at most, in milliseconds. Only a server that
 * starts a thread for each of them needs as long, and fifty of its clients show what two
 * hundred do: none of its bounds is below that, and case 8.3/descriptors counts what is
 * left over.
 */
const CROWD_WITHIN_MS = 5_000;

export const connection = casesOf('connection', [
  {
    id: '1.1/accepts-and-stays',
    title: 'a connection is accepted and stays open, and the server sends nothing',
    run: async (trial) => {
      const connection = await trial.connect();
      await connection.silence(200);
    },
  },
  {
    id: '1.1/silent-first',
    title: 'the server sends nothing before it has read a request',
    run: async (trial) => {
      const connection = await trial.connect();
      await connection.silence(200);
      await trial.ping(connection);
    },
  },
  {
    id: '8.1/half-close',
    title: 'a client that shuts down its sending side gets its answer, then the end of the stream',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(ping('last', 1));
      connection.halfClose();
      await expectAnswer(connection, { out: 'pong', result: 'last', id: 1 });
      await connection.end();
      await trial.stillServes(connection);
    },
  },
  {
    id: '8.1/half-close-thousand',
    title: 'a thousand pipelined calls are answered after a half-close',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(1_000).map((n) => ping(n, n))));
      connection.halfClose();
      await answersById(connection, numbers(1_000));
      await connection.end();
    },
  },
  {
    id: '8.1/half-close-busy',
    title: 'calls that compute for a while are answered after a half-close',
    run: async (trial) => {
      const connection = await trial.connect();
      const terms = await termsWithin(connection, 1_000_000, 20);
      connection.send(concat(...numbers(20).map((n) => pi(terms, n))));
      connection.halfClose();
      await answersById(connection, numbers(20));
      await connection.end();
    },
  },
  {
    id: '8.1/half-close-waiting',
    title: 'a call that sleeps is answered after a half-close',
    needs: ['sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(sleep(500, 1));
      connection.halfClose();
      await expectAnswer(connection, slept(500, 1));
      await connection.end();
    },
  },
  {
    id: '8.1/half-close-at-once',
    title: 'a client that closes its sending side at once gets only the end of the stream',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.halfClose();
      await connection.end();
      await trial.stillServes(connection);
    },
  },
  {
    id: '8.1/half-close-after-one-way',
    title: 'after a one-way call and a half-close, only the end of the stream follows',
    also: ['6.6'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(request({ in: 'ping', params: 1, oneway: true }));
      connection.halfClose();
      await connection.end();
    },
  },
  {
    id: '8.2/end-inside-the-length',
    title: 'a stream that ends inside a length is closed without an answer',
    limits: UNHURRIED,
    run: async (trial) => {
      await endsAtOnce(trial, ping('cut').subarray(0, 3));
    },
  },
  {
    id: '8.2/end-inside-the-body',
    title: 'a stream that ends inside a body is closed without an answer',
    limits: UNHURRIED,
    run: async (trial) => {
      const whole = ping('cut');
      await endsAtOnce(trial, whole.subarray(0, whole.length - 1));
    },
  },
  {
    id: '8.2/complete-ones-before',
    title: 'complete calls before a truncated one are answered',
    limits: UNHURRIED,
    run: async (trial) => {
      const answers = [1, 2].map((n) => ({ out: 'pong', result: n }));
      await endsAtOnce(trial, concat(ping(1), ping(2), ping('cut').subarray(0, 20)), answers);
    },
  },
  {
    id: '8.3/reset-inside-a-frame',
    title: 'the server survives a reset in the middle of a frame',
    run: async (trial) => {
      // libuv may report bytes with a reset right behind them as the end of the stream
      for (const waitMs of [0, UNTIL_READ_MS]) {
        const connection = await trial.connect();
        await trial.ping(connection);
        connection.send(ping('cut').subarray(0, 20));
        await trial.pass(waitMs);
        connection.reset();
        await trial.stillServes(connection);
      }
    },
  },
  {
    id: '8.3/reset-inside-an-answer',
    title: 'the server survives a reset in the middle of a large answer',
    run: async (trial) => {
      const text = 'x'.repeat(Math.min(2 ** 21, trial.limits.maxFrameBytes / 2));
      // while the server reads the rest of the calls, and while it waits to send
      for (const waitMs of [0, UNTIL_READ_MS]) {
        const connection = await trial.connect();
        connection.send(concat(...numbers(8).map((n) => ping(text, n))));
        await connection.someBytes();
        connection.pause();
        await trial.pass(waitMs);
        connection.reset();
        await trial.stillServes(connection);
      }
    },
  },
  {
    id: '8.3/reset-while-waiting',
    title: 'the server survives a reset with calls in flight, and still serves after they end',
    needs: ['sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(10).map((n) => sleep(200, n)), ping('read', 99)));
      await expectAnswer(connection, { out: 'pong', result: 'read', id: 99 });
      connection.reset();
      await trial.stillServes();
      await trial.pass(300);
      await trial.stillServes();
    },
  },
  {
    id: '8.3/thousand-connects',
    title:
      'the server survives a thousand clients, or as many as fit into five seconds, half of which reset',
    alone: true,
    run: async (trial) => {
      const endsAtMs = performance.now() + CROWD_WITHIN_MS;
      for (const n of numbers(1_000)) {
        // Each client may cost the server a process.
        if (performance.now() > endsAtMs) break;
        const connection = await trial.connect();
        // No faster than the server accepts them.
        if (n % 20 === 19) await trial.ping(connection);
        if (n % 2 === 0) connection.destroy();
        else connection.reset();
      }
      await trial.stillServes();
    },
  },
  {
    id: '8.3/descriptors',
    title: 'after a hundred clients the server has as many descriptors as before',
    needs: ['process', 'linux'],
    run: async (trial) => {
      const server = await trial.launch();
      const visit = async (ending: number): Promise<void> => {
        const connection = await trial.connect(server);
        await trial.ping(connection);
        if (ending === 0) connection.reset();
        else if (ending === 1) connection.send(ping('cut').subarray(0, 9));
        else if (ending === 2) connection.halfClose();
        if (ending === 2) await connection.end();
        connection.destroy();
      };
      const count = (): number => countDescriptors(server.process.pid);
      for (const n of numbers(10)) await visit(n % 4);
      // A worker that starts late adds descriptors once. A leak grows with every hundred
      // clients.
      let before = count();
      for (let round = 1; ; round++) {
        const most = before + SPARE_DESCRIPTORS;
        for (const n of numbers(100)) await visit(n % 4);
        if (await eventually(() => count() <= most, trial.patienceMs / ROUNDS)) return;
        if (round === ROUNDS) check(false, `about ${before} descriptors, as before`, `${count()}`);
        before = count();
      }
    },
  },
]);

/**
 * Ends the stream inside a frame, and expects these answers and then the end. If that
 * takes about frameTimeoutMs it proves nothing, and is tried again.
 */
async function endsAtOnce(
  trial: Trial,
  bytes: Buffer,
  answers: readonly Expected[] = [],
): Promise<void> {
  await inPace(trial, trial.limits.frameTimeoutMs * 0.9, async (beat) => {
    beat();
    const connection = await trial.connect();
    connection.send(bytes);
    connection.halfClose();
    await expectAnswers(connection, answers);
    await connection.end();
    beat();
    await trial.stillServes(connection);
  });
}
