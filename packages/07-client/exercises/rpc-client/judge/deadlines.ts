// Stage 3: how long a caller waits.

import { CaseFailed, expectEqual, frames, show, type JudgedCase } from '@bytes-up/testkit';
import { setTimeout as delay } from 'node:timers/promises';
import { count, scenario, NO_TIME, outcomeOf, type Exports } from './scenario';
import { pong } from './scripted-server';
import { Timers } from './timers';

const DEADLINES = 'Stage 3: deadlines';
/** Longer than a timer without a time takes, in milliseconds. */
const PAUSE_MS = 50;
/** One more than setTimeout can wait, in milliseconds. */
const TOO_LONG_MS = 2 ** 31;
/** Of a frame: its length, and the beginning of its body. */
const SOME_BYTES = 9;

export const deadlines: readonly JudgedCase<Exports>[] = [
  scenario(DEADLINES, 'the server is told how long the caller waits', async (setup) => {
    const { client, server } = setup;
    server.answerAll();
    const came = await outcomeOf(client.call('ping', 1, { timeoutMs: NO_TIME }));
    const given = `a call with timeoutMs ${NO_TIME}`;
    expectEqual(`${given}, answered`, { result: 1 }, came);
    expectEqual(`${given}; timeout_ms`, NO_TIME, (await server.request(1))['timeout_ms']);
  }),
  scenario(DEADLINES, 'without timeoutMs there is no deadline', async ({ client, server }) => {
    const calls = [client.call('ping', 1), client.call('ping', 2, {})].map((call) =>
      outcomeOf(call),
    );
    const given = 'two calls without timeoutMs, the second with {} as the options';
    const requests = await server.requests(2);
    for (const request of requests)
      if ('timeout_ms' in request)
        throw new CaseFailed({ given, expected: 'no timeout_ms', came: show(request) });
    await delay(PAUSE_MS);
    for (const request of requests) server.send(pong(request));
    const then = `${given}; both answered after ${PAUSE_MS} ms`;
    expectEqual(`${then}; the first`, { result: 1 }, await calls[0]);
    expectEqual(`${then}; the second`, { result: 2 }, await calls[1]);
  }),
  scenario(DEADLINES, 'no answer arrives', async ({ client, server }) => {
    const startedAtMs = performance.now();
    const came = await outcomeOf(client.call('ping', 1, { timeoutMs: 60 }));
    const tookMs = performance.now() - startedAtMs;
    const given = 'a call with timeoutMs 60, never answered';
    expectEqual(given, { code: 'DEADLINE_EXCEEDED' }, came);
    if (tookMs < 58) {
      const expected = 'the error after 60 ms';
      throw new CaseFailed({ given, expected, came: `after ${Math.floor(tookMs)} ms` });
    }
    await server.request(1);
  }),
  scenario(DEADLINES, 'a deadline of 0 ms', async ({ client }) => {
    const came = await outcomeOf(client.call('ping', 1, { timeoutMs: 0 }));
    const given = 'a call with timeoutMs 0, never answered';
    expectEqual(given, { code: 'DEADLINE_EXCEEDED' }, came);
  }),
  scenario(DEADLINES, 'a deadline later than a timer can be', async ({ client, server }) => {
    const call = outcomeOf(client.call('ping', 1, { timeoutMs: TOO_LONG_MS }));
    const request = await server.request(1);
    await delay(PAUSE_MS);
    server.send(pong(request));
    const given = `a call with timeoutMs ${TOO_LONG_MS}; answered after ${PAUSE_MS} ms`;
    expectEqual(given, { result: 1 }, await call);
    expectEqual(`${given}; timeout_ms`, TOO_LONG_MS, request['timeout_ms']);
  }),
  scenario(DEADLINES, 'its answer arrives late, and another call goes on', async (setup) => {
    const { client, server } = setup;
    const late = outcomeOf(client.call('ping', 'late', { timeoutMs: 100 }));
    const other = outcomeOf(client.call('ping', 'other'));
    const given = 'a call with timeoutMs 100, and another; both answered after that';
    await server.requests(2);
    const answers = frames(...['late', 'other'].map((params) => pong(server.requestWith(params))));
    // The late answer begins before the deadline. Its rest and the other are one piece.
    await server.write(answers.subarray(0, SOME_BYTES));
    expectEqual(given, { code: 'DEADLINE_EXCEEDED' }, await late);
    await server.write(answers.subarray(SOME_BYTES));
    expectEqual(`${given}; the other`, { result: 'other' }, await other);
    const again = outcomeOf(client.call('ping', 'again'));
    server.send(pong(await server.request(3)));
    expectEqual(`${given}; the next call`, { result: 'again' }, await again);
  }),
  scenario(DEADLINES, 'each call has its own deadline', async ({ client, server }) => {
    const calls = [60, NO_TIME, 90].map((timeoutMs, n) =>
      outcomeOf(client.call('ping', n, { timeoutMs })),
    );
    await server.requests(3);
    server.send(pong(server.requestWith(1)));
    const given = `calls with timeoutMs 60, ${NO_TIME} and 90; only the second is answered`;
    expectEqual(`${given}; the second`, { result: 1 }, await calls[1]);
    expectEqual(`${given}; the first`, { code: 'DEADLINE_EXCEEDED' }, await calls[0]);
    expectEqual(`${given}; the third`, { code: 'DEADLINE_EXCEEDED' }, await calls[2]);
  }),
  scenario(DEADLINES, 'a call that ends in time leaves no timer', async (setup) => {
    const { client, server } = setup;
    const timers = new Timers();
    server.answerAll();
    for (const n of count(5)) await client.call('ping', n, { timeoutMs: NO_TIME });
    const given = `five calls with timeoutMs ${NO_TIME}, answered; timers left`;
    expectEqual(given, 0, await timers.left());
  }),
  scenario(DEADLINES, 'nor does one that ends with an error', async ({ client, server }) => {
    const timers = new Timers();
    const calls = ['refused', 'closed'].map((params) =>
      outcomeOf(client.call('ping', params, { timeoutMs: NO_TIME })),
    );
    const given = `a call with timeoutMs ${NO_TIME}`;
    await server.requests(2);
    const { id = null } = server.requestWith('refused');
    const result = { code: 'INVALID_ARGUMENT', message: 'no', retryable: false };
    server.send({ out: 'error', result, id });
    expectEqual(`${given}, refused`, { code: 'INVALID_ARGUMENT' }, await calls[0]);
    client.close();
    expectEqual(`${given}, and close()`, { code: 'CANCELLED' }, await calls[1]);
    expectEqual('both calls; timers left', 0, await timers.left());
  }),
];
