// Idempotency keys (13.2 to 13.4), for servers whose model file says that they honour
// them.

import type { Json } from '@bytes-up/protocol';
import { concat, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer, matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check, fail } from '../client/failure';
import { show } from '../client/same-json';
import type { Trial } from '../run/trial';
import { answersById, numbers, ping, sleep } from './calls-of';
import { failsAwake } from './pace';

/** A failure counts only if the suite itself never stalled for longer, in ms. */
const STALL_MS = 300;

/** Makes keys unique across all runs on this server. */
let used = 0;
function newKey(): string {
  return `conformance-${process.pid}-${Date.now()}-${used++}`;
}

export const keys = casesOf('calls', [
  {
    id: '13.2/recorded-answer',
    title: 'a repeated call with the same key gets the recorded answer with its own id',
    needs: ['keys', 'testMethods'],
    run: async (trial) => {
      const connection = await trial.connect();
      const key = newKey();
      const call = (id?: number): Buffer =>
        request({ in: 'count', params: 1, idempotency_key: key, id });
      connection.send(call(1));
      const first = await nextAnswer(connection);
      connection.send(call(2));
      const { out, result } = valueOf(first);
      await expectAnswer(connection, { out, result, id: 2 });
      connection.send(call());
      await expectAnswer(connection, { out, result });
    },
  },
  {
    id: '13.2/another-connection',
    title: 'a key also applies to calls on another connection',
    needs: ['keys', 'testMethods'],
    run: async (trial) => {
      const call = request({ in: 'count', params: 1, idempotency_key: newKey(), id: 1 });
      const first = await trial.connect();
      first.send(call);
      const { out, result } = valueOf(await nextAnswer(first));
      first.destroy();
      const second = await trial.connect();
      second.send(call);
      await expectAnswer(second, { out, result, id: 1 });
    },
  },
  {
    id: '13.2/new-key-runs-again',
    title: 'a different key is a different call',
    needs: ['keys', 'testMethods'],
    run: async (trial) => {
      const connection = await trial.connect();
      const call = (): Buffer => request({ in: 'count', params: 1, idempotency_key: newKey() });
      connection.send(call());
      const first = await nextAnswer(connection);
      connection.send(call());
      const second = await nextAnswer(connection);
      check(first['result'] !== second['result'], 'two different counts', `${show(first)} twice`);
    },
  },
  {
    id: '13.2/waits-for-the-first',
    title: 'a repeated call waits while the first one is running',
    needs: ['keys', 'sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      const key = newKey();
      const call = (id: number): Buffer =>
        request({ in: 'sleep', params: { ms: 800 }, idempotency_key: key, id });
      connection.send(concat(call(1), ping('read', 0)));
      await expectAnswer(connection, { out: 'pong', result: 'read', id: 0 });
      await trial.pass(300);
      // Ends at least 100 ms after the first call.
      connection.send(concat(call(2), sleep(600, 3)));
      const order = [...(await answersById(connection, [1, 2, 3])).keys()];
      check(order.at(-1) === 3, 'the sleep of 600 ms to end last', `the order ${show(order)}`);
    },
  },
  {
    id: '13.3/other-params',
    title: 'the same key with different params gets FAILED_PRECONDITION',
    codes: ['FAILED_PRECONDITION'],
    needs: ['keys'],
    run: async (trial) => {
      const connection = await trial.connect();
      const key = newKey();
      connection.send(request({ in: 'ping', params: 1, idempotency_key: key, id: 1 }));
      await expectAnswer(connection, { out: 'pong', result: 1, id: 1 });
      connection.send(request({ in: 'ping', params: 2, idempotency_key: key, id: 2 }));
      await expectAnswer(connection, { error: 'FAILED_PRECONDITION', id: 2 });
      await trial.ping(connection);
    },
  },
  {
    id: '13.3/other-method',
    title: 'the same key with a different method is a different call',
    needs: ['keys'],
    run: async (trial) => {
      const connection = await trial.connect();
      const key = newKey();
      connection.send(request({ in: 'ping', params: 0, idempotency_key: key, id: 1 }));
      await expectAnswer(connection, { out: 'pong', result: 0, id: 1 });
      connection.send(request({ in: 'pi', params: 0, idempotency_key: key, id: 2 }));
      await expectAnswer(connection, { out: 'pi_r', near: Math.sqrt(8), id: 2 });
    },
  },
  {
    id: '13.4/table-full',
    title:
      'when the table is full, a new key gets RESOURCE_EXHAUSTED, retryable; keys of running calls stay',
    codes: ['RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION'],
    needs: ['keys', 'sleep', 'process'],
    run: (trial) => failsAwake(trial, STALL_MS, () => fillTheTable(trial)),
  },
]);

/** Fills the table of a new server with keys of calls that sleep. */
async function fillTheTable(trial: Trial): Promise<void> {
  const connection = await trial.connect(await trial.launch());
  const { idempotencyKeys } = trial.model;
  const maxKeys = idempotencyKeys === false ? 0 : idempotencyKeys.maxKeys;
  const sleepMs = await longEnough(trial, connection);
  const call = (name: number, id: number, ms = sleepMs): Buffer =>
    request({ in: 'sleep', params: { ms }, idempotency_key: `key ${name}`, id });
  // Any of them may be the one too many: calls with ids run in any order (7.2).
  const ids = numbers(maxKeys + 1);
  connection.send(concat(...ids.map((n) => call(n, n))));
  const refusal = await nextAnswer(connection);
  const refused = ids.find((n) => n === refusal['id']) ?? maxKeys;
  matchValue({ error: 'RESOURCE_EXHAUSTED', retryable: true, id: refused }, refusal);
  const again = maxKeys + 1;
  connection.send(call(refused === 0 ? 1 : 0, again, 2));
  await expectAnswer(connection, { error: 'FAILED_PRECONDITION', id: again });
  await answersById(
    connection,
    ids.filter((n) => n !== refused),
  );
}

/** So that all calls still run when the last one is answered, in milliseconds. */
async function longEnough(trial: Trial, connection: Connection): Promise<number> {
  const beganAtMs = performance.now();
  await trial.ping(connection);
  const pingMs = performance.now() - beganAtMs;
  return Math.round(Math.min(Math.max(1_000, 100 * pingMs), 5_000));
}

function valueOf(answer: Record<string, Json>): { out: string; result: Json } {
  const { out, result } = answer;
  if (typeof out === 'string' && result !== undefined) return { out, result };
  return fail('an answer with out and result', show(answer));
}
