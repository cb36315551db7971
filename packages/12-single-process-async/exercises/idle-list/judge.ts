// Judges my/async/idle-list.ts with a clock that the judge moves, and by its steps.

import { defineJudge } from '@bytes-up/testkit';
import { cost } from './judge/cost';
import { follow, type Exports } from './judge/driver';

/** For each stage: its title, its heading in the task, and a timeline for each case. */
const STAGES: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    'expire',
    'Stage 1: expire',
    {
      'a connection expires on time, and only once':
        '0 add a; 999 expire; 1000 expire a; 5000 expire',
      'the longest idle one comes first':
        '0 add b; 1 add a; 2 add c; 1001 expire b a; 1002 expire c',
      'a touch restarts its time':
        '0 add a; 300 add b; 600 touch a; 1299 expire; 1300 expire b; 1599 expire; 1600 expire a',
      'a touch changes the order': '0 add a b c; 10 touch b; 20 touch a; 9000 expire c b a',
    },
  ],
  [
    'calls in flight',
    'Stage 2: calls in flight',
    {
      'a call in flight is not idle':
        '0 add a b; 100 began a; 9000 expire b; 9000 answered a; 9999 expire; 10000 expire a',
      'several calls: the last answer counts':
        '0 add a; 100 began a a; 200 answered a; 5000 expire; 6000 answered a; 7000 expire a',
      'a touch while a call is in flight': '0 add a; 100 began a; 100 touch a; 5000 expire',
      'a call that begins when it is late, and before expire':
        '0 add a; 1500 began a; 1500 expire; 1600 answered a; 2600 expire a',
      'a connection whose call was answered moves to the end':
        '0 add a b; 10 began a; 20 answered a; 9000 expire b a',
    },
  ],
  [
    'how long to sleep',
    'Stage 3: how long to sleep',
    {
      'until the first one expires': '0 add a; 400 add b; 400 next 600; 500 touch a; 500 next 900',
      'never negative': '0 add a; 1000 next 0; 1500 next 0',
      'undefined when none can expire':
        '0 next; 0 add a; 0 began a; 100 next; 200 answered a; 300 next 900',
    },
  ],
  [
    'connections that have closed',
    'Stage 4: connections that have closed',
    {
      'it never expires': '0 add a b; 10 remove a; 1000 expire b',
      'an answer does not bring it back':
        '0 add a; 0 began a; 10 remove a; 20 answered a; 20 next; 9000 expire',
      'a new connection is the same value, such as a descriptor':
        '0 add a; 0 began a; 10 remove a; 20 add a; 500 touch a; 1499 expire; 1500 expire a; 1600 add a; 1700 began a; 9000 expire; 9000 answered a; 10000 expire a',
      'a touch does not bring it back': '0 add a; 10 remove a; 20 touch a; 9000 expire',
    },
  ],
];
const TIMEOUT_MS = 1_000;

export const judge = defineJudge<Exports>({
  stages: [
    ...STAGES.map(([title, section, timelines]) => ({
      title,
      names: ['IdleList'] as const,
      cases: Object.entries(timelines).map(([title, timeline]) => ({
        title,
        section,
        run: (exports: Exports) => follow(timeline, exports, TIMEOUT_MS),
      })),
    })),
    { title: 'cost', names: ['IdleList'], cases: cost },
  ],
});
