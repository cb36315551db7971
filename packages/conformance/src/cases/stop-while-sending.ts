// Stopping a server while a client is still sending (section 10 and 11.1): what the
// server has read is answered, every answer arrives whole, and the stream then ends
// without a reset. The client stops sending only when it has read the end.

import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '@bytes-up/protocol';
import { concat, later, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check } from '../client/failure';
import { show } from '../client/same-json';
import type { Trial } from '../run/trial';
import { ping } from './calls-of';
import { failsInTime } from './pace';

/** Long enough never to expire. */
const GRACE = { graceMs: 30_000 };
/** How long a server may take to answer what it has read and exit, in machine ms. */
const ENDS_WITHIN_MS = 8_000;
const NEEDS = ['process'] as const;
/** Calls that are answered before the signal. */
const BEFORE = 20;
/** Bytes in a piece of a frame. */
const PIECE = 5;
/** The text of a large call, and how many such calls exceed the kernel's buffers. */
const LARGE = 'y'.repeat(1_000_000);
const LARGE_CALLS = 16;
/** Those made so far: making them takes longer than sending them. */
const largeCalls: Buffer[] = [];
/** How often the case tries that. */
const LARGE_TIMES = 3;
/** After this the buffers are full of answers. In ms of machine time. */
const FULL_MS = 300;
/**
 * How long the client sends after the signal before it reads again, in milliseconds: well
 * within lingerMs, by the clock. On a busy machine it sends less, not longer.
 */
const UNREAD_MS = 300;
/** The intervals between the writes until then, and between later ones, in ms. */
const UNREAD_PACE_MS = 15;
const PACE_MS = 1;

type Answer = Readonly<Record<string, Json>>;
/** The bytes that the client sends next. */
type Source = () => Buffer;

/** What a client does: `begin` first, then it keeps sending from `source`. */
interface Script {
  readonly source: Source;
  /** @returns the answers that it read. */
  readonly begin: (connection: Connection) => Promise<readonly Answer[]>;
}

export const stopWhileSending = casesOf('shutdown', [
  {
    id: '10.2/small-pieces',
    title: 'a client that sends small pieces during the stop gets whole answers, then a clean end',
    also: ['10.3', '11.1'],
    needs: NEEDS,
    run: async (trial) => {
      const answers = await stopDuring(trial, () => {
        const pieces = new Pieces(countedPings());
        const begin = async (connection: Connection): Promise<readonly Answer[]> => {
          const before: Answer[] = [];
          while (before.length < BEFORE) {
            connection.send(pieces.next());
            if (pieces.completed > before.length) before.push(await nextAnswer(connection));
          }
          return before;
        };
        return { source: () => pieces.next(), begin };
      });
      expectInOrder(answers);
    },
  },
  {
    id: '10.2/unread-answer',
    title:
      'a large answer that is unread at the stop arrives whole, although the client is still sending',
    also: ['10.3', '11.1'],
    needs: NEEDS,
    run: (trial) => stopWithLargeAnswers(trial, 1),
  },
  {
    id: '10.2/large-answers',
    title: 'more unread answers than the kernel can hold arrive whole at a stop, or are refusals',
    also: ['10.3', '11.1'],
    needs: NEEDS,
    run: async (trial) => {
      // A server that resets the connection loses an answer only now and then.
      for (let n = 0; n < LARGE_TIMES; n++) await stopWithLargeAnswers(trial, LARGE_CALLS);
      // At this stop the server is waiting until the client reads.
      await stopWithLargeAnswers(trial, LARGE_CALLS, FULL_MS);
    },
  },
  {
    id: '10.2/one-way-calls',
    title: 'one-way calls sent during the stop get no answer, and the others get theirs',
    also: ['6.6', '10.3', '11.1'],
    needs: NEEDS,
    run: async (trial) => {
      const oneway = request({ in: 'ping', params: 'no answer', oneway: true });
      const answers = await stopDuring(trial, () => {
        const calls = countedPings();
        const source = (): Buffer => concat(oneway, calls(), oneway);
        const begin = async (connection: Connection): Promise<readonly Answer[]> => {
          const before: Answer[] = [];
          while (before.length < BEFORE) {
            connection.send(source());
            before.push(await nextAnswer(connection));
          }
          return before;
        };
        return { source, begin };
      });
      expectInOrder(answers);
    },
  },
  {
    id: '11.1/half-a-frame-at-stop',
    title: 'a client that is still sending a frame at the stop gets its answers and a clean end',
    also: ['10.4'],
    needs: NEEDS,
    run: async (trial) => {
      const cut = ping(LARGE, 'cut');
      const answers = await stopDuring(trial, () => {
        let sent = cut.length / 2;
        return {
          source: () => cut.subarray(sent, (sent += 1000)),
          begin: async (connection) => {
            connection.send(ping(LARGE, 0), cut.subarray(0, cut.length / 2));
            await connection.someBytes();
            return [];
          },
        };
      });
      expectEqualOrRefused(answers); // the server may or may not wait for the other half
    },
  },
]);

/**
 * At the signal the first of the large calls has been read: its answer has begun.
 * @param unreadMs how long the client has read nothing more by then, in ms of machine
 *   time
 */
async function stopWithLargeAnswers(trial: Trial, calls: number, unreadMs = 0): Promise<void> {
  while (largeCalls.length < calls) largeCalls.push(ping(LARGE, largeCalls.length));
  const answers = await stopDuring(trial, () => ({
    source: () => ping('small', 'small'),
    begin: async (connection) => {
      connection.send(...largeCalls.slice(0, calls));
      await connection.someBytes();
      connection.pause();
      if (unreadMs > 0) await later(unreadMs);
      return [];
    },
  }));
  expectEqualOrRefused(answers);
}

/**
 * Begins, signals, keeps sending without reading, then sends and reads until the server
 * ends the stream. A client that has not read the end within lingerMs may be cut off, so
 * the case runs again if the suite itself was too slow.
 * @returns every answer, those of `begin` first
 */
async function stopDuring(trial: Trial, script: () => Script): Promise<readonly Answer[]> {
  return failsInTime(trial, trial.limits.lingerMs * 0.9, async (begun) => {
    const { source, begin } = script();
    const server = await trial.launch(GRACE);
    const connection = await trial.connect(server);
    const before = await begin(connection);
    connection.pause();
    trial.signal(server.process, 'SIGTERM');
    begun();
    const unreadUntilMs = performance.now() + UNREAD_MS;
    do {
      await delay(UNREAD_PACE_MS);
      connection.send(source());
    } while (performance.now() < unreadUntilMs);
    connection.resume();
    const after = await untilEnd(connection, source);
    connection.destroy();
    await trial.exits(server.process, 0, ENDS_WITHIN_MS);
    return [...before, ...after];
  });
}

/** @throws CaseFailure when the stream ends with a reset, or inside an answer */
async function untilEnd(connection: Connection, source: Source): Promise<readonly Answer[]> {
  while (connection.ending === undefined) {
    await connection.sendAll(source());
    await delay(PACE_MS);
  }
  const answers: Answer[] = [];
  while (connection.hasFrame()) answers.push(await nextAnswer(connection));
  await connection.end();
  return answers;
}

/** Pings without an id; params is the number of the call. */
function countedPings(): Source {
  let n = 0;
  return () => ping(n++);
}

/** Splits calls into pieces of a few bytes, which rarely end where a frame does. */
class Pieces {
  #waiting: Buffer = Buffer.alloc(0);
  #begun = 0;

  constructor(private readonly calls: Source) {}

  /** How many calls have been handed out completely. */
  get completed(): number {
    return this.#waiting.length === 0 ? this.#begun : this.#begun - 1;
  }

  next(): Buffer {
    if (this.#waiting.length < PIECE) {
      this.#waiting = concat(this.#waiting, this.calls());
      this.#begun++;
    }
    const piece = this.#waiting.subarray(0, PIECE);
    this.#waiting = this.#waiting.subarray(PIECE);
    return piece;
  }
}

/**
 * Expects the nth answer to belong to the nth call. After the first refused call all are
 * refused, because they were read even later.
 */
function expectInOrder(answers: readonly Answer[]): void {
  let refused = false;
  answers.forEach((answer, n) => {
    refused ||= answer['out'] === 'error';
    matchValue(refused ? { error: 'UNAVAILABLE' } : { out: 'pong', result: n }, answer);
  });
}

/**
 * Expects an answer to the first call, which was read before the signal. The others are
 * answered or refused.
 */
function expectEqualOrRefused(answers: readonly Answer[]): void {
  const first = answers.find(({ id }) => id === 0);
  check(first !== undefined && isPong(first), 'the answer to the first call', () => show(first));
  for (const answer of answers) {
    const id = answer['id'] as string | number;
    if (answer['out'] === 'error') matchValue({ error: 'UNAVAILABLE', id }, answer);
    else check(isPong(answer), 'a pong with the params of its call', () => show(answer));
  }
}

function isPong(answer: Answer): boolean {
  const texts: readonly (Json | undefined)[] = ['small', LARGE];
  return answer['out'] === 'pong' && texts.includes(answer['result']);
}
