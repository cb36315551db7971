// Stage 3: how long a caller waits.

import { CaseFailed, expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { count, scenario, NO_TIME, outcomeOf, type Exports } from './scenario';
import { pong } from './scripted-server';

const DEADLINES = 'Stage 3: deadlines';

export const deadlines: readonly JudgedCase<Exports>[] = [
  scenario(DEADLINES, 'the server is told how long the caller waits', async (setup) => {
    const { client, server } = setup;
    server.answerAll();
    const came = await outcomeOf(client.call('ping', 1, { timeoutMs: NO_TIME }));
    const given = `a call with timeoutMs ${NO_TIME}`;
    expectEqual(`${given}, answered`, { result: 1 }, came);
    expectEqual(`${given}; timeout_ms`, NO_TIME, (await server.request(1))['timeout_ms']);
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
  scenario(DEADLINES, 'its answer arrives late, and another call goes on', async (setup) => {
    const { client, server } = setup;
    const late = outcomeOf(client.call('ping', 'late', { timeoutMs: 30 }));
    const other = outcomeOf(client.call('ping', 'other'));
    const given = 'a call with timeoutMs 30, and another; both answered after that';
    expectEqual(given, { code: 'DEADLINE_EXCEEDED' }, await late);
    for (const request of await server.requests(2)) server.send(pong(request));
    expectEqual(`${given}; the other`, { result: 'other' }, await other);
    const again = outcomeOf(client.call('ping', 'again'));
    server.send(pong(await server.request(3)));
    expectEqual(`${given}; the next call`, { result: 'again' }, await again);
  }),
  scenario(DEADLINES, 'a call that ends in time leaves no timer', async (setup) => {
    const { client, server } = setup;
    server.answerAll();
    const before = timers();
    for (const n of count(5)) await client.call('ping', n, { timeoutMs: NO_TIME });
    const given = `five calls with timeoutMs ${NO_TIME}, answered; timers left`;
    await new Promise(setImmediate);
    expectEqual(given, 0, Math.max(0, timers() - before));
  }),
];

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
