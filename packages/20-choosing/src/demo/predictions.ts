// What chapter 20 asks before it shows it.

import type { Prediction } from '@bytes-up/testkit';
import { leaveOne, loseZone, LOSSES, pickTwo, RECOVERIES, retryWithoutBudget } from './simulated';

const BEFORE = 'Run it';

export const predictions: readonly Prediction[] = [
  {
    id: 'two-choices',
    before: BEFORE,
    question:
      'Twenty servers have a load of 90 %. One client sends each call to a random server. Another ' +
      'one takes two random servers, and of these the one with fewer calls pending. How many ' +
      'times as long is the p99 of the first client?',
    answer: { unit: 'times' },
    expected: [2, 10],
    experiment: pickTwo,
    explanation:
      'A random choice does not look, so now and then calls pile up at one server, and each ' +
      'waits for all those before it. A second choice avoids most of these piles. Looking at ' +
      'all twenty instead of two gains far less than looking at two instead of one.',
  },
  {
    id: 'no-budget',
    before: BEFORE,
    question:
      'A service has a load of 75 %. For three seconds it is ten times slower, and then as fast ' +
      'as before. Calls time out after 250 ms, and each is tried three times at most. When are ' +
      'the calls answered again?',
    answer: { choices: RECOVERIES },
    expected: 'never',
    experiment: retryWithoutBudget,
    explanation:
      'After three seconds the queue is so long that every attempt times out in it. Each call ' +
      'becomes three attempts, more than twice what the service can serve, so the queue grows. ' +
      'The service works all the time, for callers that are gone. A retry budget ends this.',
  },
  {
    id: 'one-leaves',
    before: BEFORE,
    question:
      'A thousand servers are registered in ZooKeeper, and a thousand clients watch the list. ' +
      'Each server’s name there has 53 bytes. One server leaves. How much does ZooKeeper send to ' +
      'all clients together?',
    answer: { unit: 'MB' },
    expected: 57,
    experiment: leaveOne,
    explanation:
      'An event does not say what has changed, so each client reads the list again: a thousand ' +
      'names and their lengths. The cost is servers times clients, for any change. ' +
      'Ten servers that restart one after the other cost it twenty times, since each leaves ' +
      'and comes back.',
  },
  {
    id: 'zone',
    before: BEFORE,
    question:
      'Twelve servers in three zones have a load of 75 %. One zone is lost. The clients retry at ' +
      'other servers and eject those that fail. How many calls are lost?',
    answer: { choices: LOSSES },
    expected: 'many, for as long as the zone is away',
    experiment: loseZone,
    explanation:
      'Eight servers get the load of twelve: 113 % of what they can serve. Their queues grow until ' +
      'calls time out, and no policy, budget or ejection can change that. Retries make it a ' +
      'little worse. The load that survives the loss of one zone of three is two thirds.',
  },
];
