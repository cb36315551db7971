// Calls: order, ids, one-way calls and the limit on calls in flight (sections 5 to 7
// and 12).

import { concat, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer, expectAnswers, matchValue, nextAnswer } from '../client/answers';
import { check, fail } from '../client/failure';
import { show } from '../client/same-json';
import type { Trial } from '../run/trial';
import type { Connection } from '../client/connection';
import { answersById, numbers, ping, sleep, slept } from './calls-of';

/** Matches a stack trace in the usual server languages. */
const STACK = /\n\s+at |Traceback|goroutine |\.(?:[cm]?[jt]s|py|go|rs|java|rb):\d+/;
const IN_FLIGHT = 4;
/**
 * No clause bounds the time of pi, so the longest call may take this many times longer.
 */
const PI_WAIT_FACTOR = 6;

export const calls = casesOf('calls', [
  {
    id: '5.3/ten-thousand-unknown-members',
    title: 'ten thousand unknown members are ignored',
    run: async (trial) => {
      const connection = await trial.connect();
      const extra = Object.fromEntries(numbers(10_000).map((n) => [`member${n}`, n]));
      connection.send(request({ ...extra, in: 'ping', params: 1, id: 1 }));
      await expectAnswer(connection, { out: 'pong', result: 1, id: 1 });
    },
  },
  {
    id: '5.4/long-name',
    title: 'a name of half a million letters is answered with a short message',
    codes: ['UNIMPLEMENTED'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(request({ in: 'x'.repeat(500_000), id: 1 }));
      await expectAnswer(connection, { error: 'UNIMPLEMENTED', id: 1 });
      await trial.ping(connection);
    },
  },
  {
    id: '6.5/no-stack',
    title: 'the answer to a failing call contains no stack trace',
    codes: ['INTERNAL'],
    needs: ['testMethods'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(request({ in: 'fail', id: 1 }));
      const answer = await nextAnswer(connection);
      matchValue({ error: 'INTERNAL', id: 1 }, answer);
      const { message } = answer['result'] as { readonly message: string };
      check(!STACK.test(message), 'a message without a stack trace', show(message));
    },
  },
  {
    id: '6.6/runs-all-the-same',
    title: 'a one-way call runs although it gets no answer',
    needs: ['testMethods'],
    alone: true,
    run: async (trial) => {
      const connection = await trial.connect();
      const before = await countOnce(trial, connection);
      const after = await countOnce(trial, connection, request({ in: 'count', oneway: true }));
      check(after === before + 2, `a count of ${before + 2}`, `${after}`);
    },
  },
  {
    id: '7.1/hundred',
    title: 'a hundred calls without an id are answered in order',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(100).map((n) => ping(n))));
      await expectAnswers(
        connection,
        numbers(100).map((n) => ({ out: 'pong', result: n })),
      );
    },
  },
  {
    id: '7.1/waiting-before-fast',
    title: 'calls without an id, errors included, wait for a sleeping call before them',
    codes: ['INVALID_ARGUMENT'],
    needs: ['sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(sleep(150), ping(1), request({ in: 7 }), sleep(1), ping(2)));
      await expectAnswers(connection, [
        slept(150),
        { out: 'pong', result: 1 },
        { error: 'INVALID_ARGUMENT' },
        slept(1),
        { out: 'pong', result: 2 },
      ]);
    },
  },
  {
    id: '7.2/each-once',
    title: 'five hundred calls with ids get one answer each, and nothing else',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(500).map((n) => ping(-n, n))));
      connection.halfClose();
      const answers = await answersById(connection, numbers(500));
      for (const [id, answer] of answers)
        check(answer['result'] === -id, `pong ${-id}`, () => show(answer));
      await connection.end();
    },
  },
  {
    id: '7.2/waiting-ones-once',
    title: 'calls that sleep get one answer each, whichever ends first',
    needs: ['sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(20).map((n) => sleep(400 - 20 * n, n))));
      connection.halfClose();
      await answersById(connection, numbers(20));
      await connection.end();
    },
  },
  {
    id: '7.3/all-answered',
    title: 'calls beyond maxInFlight are all answered, and none is refused',
    limits: { maxInFlight: IN_FLIGHT },
    run: async (trial) => {
      const connection = await trial.connect();
      const ids = numbers(3 * trial.limits.maxInFlight);
      connection.send(concat(...ids.map((id) => ping(id, id))));
      for (const [id, answer] of await answersById(connection, ids)) {
        matchValue({ out: 'pong', result: id, id }, answer);
      }
    },
  },
  {
    id: '7.3/waiting-ones-all-answered',
    title: 'sleeping calls beyond maxInFlight are all answered, and none is refused',
    needs: ['sleep'],
    limits: { maxInFlight: IN_FLIGHT },
    run: async (trial) => {
      const connection = await trial.connect();
      const ids = numbers(3 * trial.limits.maxInFlight);
      connection.send(concat(...ids.map((id) => sleep(20, id))));
      for (const [id, answer] of await answersById(connection, ids)) {
        matchValue(slept(20, id), answer);
      }
    },
  },
  {
    id: '7.3/stops-reading',
    title: 'at maxInFlight the next call does not start until another has ended',
    needs: ['sleep', 'flags'],
    limits: { maxInFlight: IN_FLIGHT },
    run: async (trial) => {
      const connection = await trial.connect();
      const sleeping = numbers(IN_FLIGHT).map((id) => sleep(200, id));
      connection.send(concat(...sleeping, ping('late', 99)));
      const first = await nextAnswer(connection);
      if (first['out'] !== 'slept') fail('the answer to a sleep before the pong', show(first));
      await answersById(
        connection,
        [...numbers(IN_FLIGHT), 99].filter((id) => id !== first['id']),
      );
    },
  },
  {
    id: '12.1/large',
    title: 'a ping of over a million bytes comes back whole',
    run: async (trial) => {
      const connection = await trial.connect();
      // 9 bytes in UTF-8, 24 as escapes, which a server may write instead (clause 3.4).
      const text = 'äöü€'.repeat(Math.min(2 ** 17, trial.limits.maxFrameBytes / 32));
      connection.send(ping(text, 1));
      await expectAnswer(connection, { out: 'pong', result: text, id: 1 });
    },
  },
  {
    id: '12.2/most-terms',
    title: 'pi of 10,000,000, the maximum',
    run: async (trial) => {
      const connection = await trial.connect();
      const most = { in: 'pi', params: 10_000_000 };
      connection.send(request(most));
      const near = 3.1415926217577383;
      await expectAnswer(connection, { out: 'pi_r', near }, PI_WAIT_FACTOR * trial.patienceMs);
    },
  },
  {
    id: '13.1/not-started',
    title: 'a call whose deadline has passed is not started',
    codes: ['DEADLINE_EXCEEDED'],
    needs: ['testMethods'],
    alone: true,
    run: async (trial) => {
      const connection = await trial.connect();
      const before = await countOnce(trial, connection);
      connection.send(request({ in: 'count', timeout_ms: 0, id: 1 }));
      await expectAnswer(connection, { error: 'DEADLINE_EXCEEDED', id: 1 });
      const after = await countOnce(trial, connection);
      check(after === before + 1, `a count of ${before + 1}`, `${after}`);
    },
  },
]);

/**
 * Asks how often `count` has run.
 * @param before bytes to send first, in the same write
 */
async function countOnce(
  trial: Trial,
  connection: Connection,
  before: Buffer = Buffer.alloc(0),
): Promise<number> {
  connection.send(concat(before, request({ in: 'count', params: null, id: 0 })));
  const answer = await nextAnswer(connection);
  const count = answer['result'];
  trial.transcript.note('run', `the count is ${show(count)}`);
  return typeof count === 'number' ? count : fail('a count', show(answer));
}
