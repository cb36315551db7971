// Several clients at once. A model file declares what its server's design cannot do here
// (clause 1.3).

import { setTimeout as delay } from 'node:timers/promises';
import { concat, eventually } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer, matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check } from '../client/failure';
import { show } from '../client/same-json';
import type { Address, Trial } from '../run/trial';
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
import { floodUntilStalled } from './flood';
import { failsAwake } from './pace';

const BYTES_PER_PING = 6;
const CLIENTS = 100;
/**
 * Calls that keep one core busy for about half a second, ten times as long as the calls
 * that are served meanwhile need if each of them waits for a turn of the server. They are
 * 57 KB, which fits into one read of 64 KiB.
 */
const FLOOD_CALLS = 1_000;
const FLOOD_TERMS = 500_000;
/** A slow server gets fewer terms, so that a call takes at most this long, in ms. */
const FLOOD_CALL_MS = 1;
/** How long the slow call waits, in milliseconds. It uses no core. */
const SLEEP_MS = 1_500;
/** How long a client beyond --max-connections must get no pong, in ms of machine time. */
const WAITS_MS = 200;
/** A failure counts only if the suite itself never stalled for longer, in ms. */
const STALL_MS = 100;
/** How many pings of the other client must be served in the middle of a flood. */
const SERVED_MEANWHILE = 4;
/**
 * On a busy machine the suite sends only a few pings during one flood, so it repeats it.
 */
const MOST_FLOODS = 5;

export const concurrency = casesOf('concurrency', [
  {
    id: '1.3/idle-first-client',
    title: 'a second client is served while the first one is connected and idle',
    run: async (trial) => {
      await trial.ping(await trial.connect());
      await trial.ping(await trial.connect());
    },
  },
  {
    id: '1.3/half-frame-first-client',
    title: 'a second client is served while the first one is inside a frame',
    run: async (trial) => {
      const first = await trial.connect();
      const call = ping('first', 1);
      first.send(call.subarray(0, 10));
      await trial.ping(await trial.connect());
      first.send(call.subarray(10));
      await expectAnswer(first, { out: 'pong', result: 'first', id: 1 });
    },
  },
  {
    id: '1.3/drip-feed',
    title: 'a second client is served while the first one sends byte by byte',
    run: async (trial) => {
      const first = await trial.connect();
      const second = await trial.connect();
      for (const [n, byte] of ping('drip', 1).entries()) {
        first.send(Buffer.of(byte));
        // With a ping for every byte, the frame could time out on a slow machine.
        if (n % BYTES_PER_PING === 0) await trial.ping(second);
      }
      await expectAnswer(first, { out: 'pong', result: 'drip', id: 1 });
    },
  },
  {
    id: '1.3/hundred-clients',
    title: 'a hundred connected clients are all served, whatever order they call in',
    alone: true,
    run: async (trial) => {
      const clients: Connection[] = [];
      for (const n of numbers(CLIENTS)) {
        clients.push(await trial.connect());
        // No faster than the server accepts them.
        if (n % 10 === 9) await trial.ping(clients[n]!);
      }
      for (const client of [...clients].reverse()) await trial.ping(client);
      await Promise.all(clients.map((client) => trial.ping(client)));
    },
  },
  {
    id: '1.3/slow-call',
    title: "one client's slow call does not keep another client waiting",
    needs: ['sleep'],
    run: (trial) => failsAwake(trial, STALL_MS, () => servedDuringSleep(trial)),
  },
  {
    id: '1.3/fairness',
    title: `a client is served while another has ${FLOOD_CALLS} calls of pi pending`,
    alone: true,
    run: (trial) => failsAwake(trial, STALL_MS, () => servedDuringFloods(trial)),
  },
  {
    id: '1.3/max-connections',
    title: 'at --max-connections the next client waits, or gets UNAVAILABLE, until another leaves',
    also: ['1.1'],
    needs: ['flags', 'process'],
    run: async (trial) => {
      const flags = trial.model.maxConnectionsPer === 'worker' ? ['--workers', '1'] : [];
      const server = await trial.launch({ maxConnections: 2 }, { flags });
      const held = [await trial.connect(server), await trial.connect(server)];
      for (const connection of held) await trial.ping(connection);
      const third = await trial.connect(server);
      third.send(ping('third', 3));
      const isEarly = await eventually(() => third.hasFrame(), WAITS_MS);
      held[0]?.destroy();
      const answer = await nextAnswer(third);
      if (!isEarly && answer['out'] !== 'error') {
        matchValue({ out: 'pong', result: 'third', id: 3 }, answer);
        return;
      }
      // The exception of clause 1.1. On a busy machine it comes after the other one left.
      matchValue({ error: 'UNAVAILABLE' }, answer);
      await third.end();
      const served = await eventually(() => isServed(trial, server), trial.patienceMs);
      check(served, 'a place for the next client, after one left', 'UNAVAILABLE');
    },
  },
  {
    id: '8.3/neighbour-of-a-reset',
    title: 'a reset in the middle of a frame does not affect another client',
    run: async (trial) => {
      const other = await trial.connect();
      await trial.ping(other);
      const first = await trial.connect();
      await trial.ping(first);
      first.send(ping('cut').subarray(0, 20));
      await trial.pass(UNTIL_READ_MS);
      first.reset();
      for (const n of numbers(5)) await trial.ping(other, `ping ${n}`);
    },
  },
  {
    id: '8.3/neighbour-of-bad-input',
    title: "one client's bad input does not affect another client's call in flight",
    codes: ['INVALID_ARGUMENT', 'RESOURCE_EXHAUSTED'],
    run: async (trial) => {
      const other = await trial.connect();
      const terms = await termsWithin(other, 5_000_000, 100);
      other.send(concat(ping('early', 1), pi(terms, 2)));
      const bad = await trial.connect();
      bad.send(concat(Buffer.alloc(4), Buffer.alloc(4, 0xff)));
      await expectAnswer(bad, { error: 'INVALID_ARGUMENT' });
      await expectAnswer(bad, { error: 'RESOURCE_EXHAUSTED' });
      await bad.end();
      await answersById(other, [1, 2]);
      await trial.ping(other);
    },
  },
  {
    id: '9.3/neighbour-of-a-slow-reader',
    title: 'a client is served while another does not read its answers',
    run: async (trial) => {
      const slow = await trial.connect();
      const other = await trial.connect();
      await trial.ping(other);
      await floodUntilStalled(slow);
      for (const n of numbers(20)) await trial.ping(other, `ping ${n}`);
    },
  },
  {
    id: '7.2/answers-stay-apart',
    title: 'answers reach the client that called, even when clients use the same ids',
    run: async (trial) => {
      await Promise.all(numbers(4).map((who) => talk(trial, who)));
    },
  },
]);

async function servedDuringSleep(trial: Trial): Promise<void> {
  const first = await trial.connect();
  const sleepMs = trial.stretched(SLEEP_MS);
  first.send(sleep(sleepMs, 1));
  const second = await trial.connect();
  for (const n of numbers(3)) await trial.ping(second, `ping ${n}`);
  check(!first.hasFrame(), 'three pongs first', 'the answer to the slow call before them');
  await expectAnswer(first, slept(sleepMs, 1), trial.patienceAfter(sleepMs));
}

/** @returns false if the server refuses the next client, which then left */
async function isServed(trial: Trial, server: Address): Promise<boolean> {
  const next = await trial.connect(server);
  next.send(ping('next', 4));
  const answer = await nextAnswer(next);
  const refused = answer['out'] === 'error';
  if (refused) next.destroy();
  matchValue(refused ? { error: 'UNAVAILABLE' } : { out: 'pong', result: 'next', id: 4 }, answer);
  return !refused;
}

/** One client floods the server with calls; the other one's pings are still answered. */
async function servedDuringFloods(trial: Trial): Promise<void> {
  const busy = await trial.connect();
  const other = await trial.connect();
  await trial.ping(busy);
  await trial.ping(other);
  const terms = await termsWithin(busy, FLOOD_TERMS, FLOOD_CALL_MS);
  let served = 0;
  for (let floods = 0; floods < MOST_FLOODS && served < SERVED_MEANWHILE; floods++) {
    const pings = await pingsDuringFlood(trial, { busy, other, terms });
    // One may be luck: what two connections bring at once is read in any order.
    served += Math.max(0, pings - 1);
  }
  const expected = `at least ${SERVED_MEANWHILE} pings served in the middle of a flood`;
  check(served >= SERVED_MEANWHILE, expected, `${served}`);
}

/** @returns how many pings were sent and answered before the last answer of the flood */
async function pingsDuringFlood(
  trial: Trial,
  { busy, other, terms }: { busy: Connection; other: Connection; terms: number },
): Promise<number> {
  const calls = numbers(FLOOD_CALLS).map((n) => pi(terms, n));
  let flooding = true;
  busy.send(concat(...calls));
  const flood = answersById(busy, numbers(FLOOD_CALLS)).finally(() => (flooding = false));
  flood.catch(() => undefined); // awaited below, even if a ping fails first
  let pings = 0;
  for (; flooding && pings < 10 * SERVED_MEANWHILE; pings++) {
    await trial.ping(other, `ping ${pings}`);
    await delay(5);
  }
  await flood;
  return pings;
}

/** Makes a hundred calls, and checks that each answer belongs to this client. */
async function talk(trial: Trial, who: number): Promise<void> {
  const connection = await trial.connect();
  for (const n of numbers(100)) {
    const word = `client ${who} call ${n}`;
    connection.send(ping(word, n));
    const answer = await nextAnswer(connection);
    check(answer['result'] === word && answer['id'] === n, word, () => show(answer));
  }
}
