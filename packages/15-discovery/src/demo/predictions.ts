// The predictions of chapter 15: questions, experiments and explanations.

import { once } from 'node:events';
import type { Prediction } from '@bytes-up/testkit';
import { keyOf } from '../registry/entry';
import { Neighbourhood } from './neighbourhood';

const CALLS = 60;
const SESSION_MS = 1_000;

const GONE = [
  'at once: the kernel closes its connections',
  'a while later: the registry no longer hears from it',
  'when the first call to it fails',
  'never: it could not delete its node',
] as const;

/** Runs an experiment with servers of these weights. */
async function withServers<Result>(
  weights: readonly number[],
  run: (all: Neighbourhood) => Promise<Result>,
): Promise<Result> {
  const all = new Neighbourhood(SESSION_MS);
  await all.registry.start();
  try {
    for (const weight of weights) await all.begin(weight);
    return await run(all);
  } finally {
    await all.end();
  }
}

export const predictions: readonly Prediction[] = [
  {
    id: 'killed-and-listed',
    before: 'The idea',
    question:
      'A server is killed with SIGKILL, so it cannot leave the registry. When does it ' +
      'disappear from the client’s list?',
    answer: { choices: GONE },
    expected: 'a while later: the registry no longer hears from it',
    experiment: () =>
      withServers([100, 100], async (all) => {
        const gone = once(all.directory, 'changed').then(() => performance.now());
        const killedAtMs = performance.now();
        const [first] = all.started;
        first?.process.killGroup('SIGKILL');
        await first?.process.exit(30_000);
        const { lost, again } = await all.call(CALLS);
        const known = all.directory.registered.length;
        const tookMs = (await gone) - killedAtMs;
        const value = tookMs > SESSION_MS / 2 ? GONE[1] : again > 0 ? GONE[2] : GONE[0];
        return {
          value,
          shown: [
            `${CALLS} calls after the kill: ${again} retried, ${lost} lost`,
            `servers in the list then: ${known}`,
            `gone after ${(tookMs / 1_000).toFixed(1)} s; the session timeout is ${SESSION_MS / 1_000} s`,
          ],
        };
      }),
    explanation:
      'Its [session](../glossary.md#session) times out. ZooKeeper ignores a closed connection, because the session may ' +
      'continue on another one. So for a whole session timeout the list contains a dead server. The client ' +
      'notices at its first failed call, and avoids that server by itself.',
  },
  {
    id: 'twice-the-weight',
    before: 'Run it',
    question:
      'Server A has the weight 100, server B 200, and the policy is smooth weighted round robin. ' +
      `A client makes ${CALLS} calls, one after the other. How many does B get?`,
    answer: { unit: 'calls' },
    expected: 40,
    experiment: () =>
      withServers([100, 200], async (all) => {
        const { answered } = await all.call(CALLS);
        const [a, b] = all.started.map(({ address }) => answered.get(keyOf(address)) ?? 0);
        return { value: b ?? 0, shown: [`A: ${a} calls`, `B: ${b} calls`] };
      }),
    explanation:
      'Exactly two thirds, since this policy is not random. It is called smooth ' +
      'because it does not send two calls to B and then one to A in blocks: the calls of a heavy ' +
      'server are spread over time. Each client counts for itself.',
  },
  {
    id: 'lost-calls',
    before: 'Run it',
    question:
      `One of two servers is killed with SIGKILL, and the client goes on: ${CALLS} calls, ` +
      'which may be retried, while the list is out of date. How many of them are lost?',
    answer: { unit: 'calls' },
    expected: 0,
    experiment: () =>
      withServers([100, 100], async (all) => {
        await all.call(CALLS);
        const [first] = all.started;
        first?.process.killGroup('SIGKILL');
        const { lost, again } = await all.call(CALLS);
        return { value: lost, shown: [`${CALLS} calls: ${again} retried, ${lost} lost`] };
      }),
    explanation:
      'A call that fails at the dead server is retried at the other one, and the dead one ' +
      'is ejected for a while. Half of the calls would have gone there, but only the first ' +
      'few notice. A call that cannot connect is safe to retry anyway. `idempotent` ' +
      'matters for one that was already sent when the server died, because it may have run.',
  },
  {
    id: 'registry-down',
    before: 'Run it',
    question: `The registry itself stops. The client makes ${CALLS} calls. How many of them fail?`,
    answer: { unit: 'calls' },
    expected: 0,
    experiment: () =>
      withServers([100], async (all) => {
        await all.registry.stop();
        const { lost } = await all.call(CALLS);
        const known = all.directory.registered.length;
        return {
          value: lost,
          shown: [
            'the registry has stopped',
            `servers in the list: ${known}`,
            `${lost} calls lost`,
          ],
        };
      }),
    explanation:
      'No call passes through the registry: the client has its list, and keeps it. A list ' +
      'that may be old is better than none. Only updates stop, so no new server is found ' +
      'until the registry is back.',
  },
];
