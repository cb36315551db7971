// Judges my/async/idle-list.ts on a clock that it moves itself.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Played, type Exports } from './judge/played';

const EXPIRE = 'Stage 1: expire';
const CALLS = 'Stage 2: calls in flight';
const SLEEP = 'Stage 3: how long to sleep';
const CLOSED = 'Stage 4: connections that have closed';

const names = ['IdleList'] as const;
const TIMEOUT_MS = 1_000;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'expire',
      names,
      cases: [
        plays(EXPIRE, 'a connection expires when its time is up, and once', (played) => {
          played.at(0, 'add a');
          played.expires(999, '');
          played.expires(1_000, 'a');
          played.expires(5_000, '');
        }),
        plays(EXPIRE, 'the longest idle one comes first', (played) => {
          played.at(0, 'add b');
          played.at(1, 'add a');
          played.at(2, 'add c');
          played.expires(1_001, 'ba');
          played.expires(1_002, 'c');
        }),
        plays(EXPIRE, 'a touch begins its time again', (played) => {
          played.at(0, 'add a');
          played.at(300, 'add b');
          played.at(600, 'touch a');
          played.expires(1_299, '');
          played.expires(1_300, 'b');
          played.expires(1_599, '');
          played.expires(1_600, 'a');
        }),
        plays(EXPIRE, 'a touch changes the order', (played) => {
          played.at(0, 'add a b c');
          played.at(10, 'touch b');
          played.at(20, 'touch a');
          played.expires(9_000, 'cba');
        }),
      ],
    },
    {
      title: 'calls in flight',
      names,
      cases: [
        plays(CALLS, 'a call in flight is not idle', (played) => {
          played.at(0, 'add a b');
          played.at(100, 'began a');
          played.expires(9_000, 'b');
          played.at(9_000, 'answered a');
          played.expires(9_999, '');
          played.expires(10_000, 'a');
        }),
        plays(CALLS, 'several calls: the last answer counts', (played) => {
          played.at(0, 'add a');
          played.at(100, 'began a', 'began a');
          played.at(200, 'answered a');
          played.expires(5_000, '');
          played.at(6_000, 'answered a');
          played.expires(7_000, 'a');
        }),
        plays(CALLS, 'a touch while a call is in flight', (played) => {
          played.at(0, 'add a');
          played.at(100, 'began a', 'touch a');
          played.expires(5_000, '');
        }),
        plays(CALLS, 'one whose call was answered stands at the end', (played) => {
          played.at(0, 'add a b');
          played.at(10, 'began a');
          played.at(20, 'answered a');
          played.expires(9_000, 'ba');
        }),
      ],
    },
    {
      title: 'how long to sleep',
      names,
      cases: [
        plays(SLEEP, 'until the first one expires', (played) => {
          played.at(0, 'add a');
          played.at(400, 'add b');
          played.expectNextInMs(400, 600);
          played.at(500, 'touch a');
          played.expectNextInMs(500, 900);
        }),
        plays(SLEEP, 'never below 0', (played) => {
          played.at(0, 'add a');
          played.expectNextInMs(1_000, 0);
          played.expectNextInMs(1_500, 0);
        }),
        plays(SLEEP, 'undefined when none can expire', (played) => {
          played.expectNextInMs(0, undefined);
          played.at(0, 'add a', 'began a');
          played.expectNextInMs(100, undefined);
          played.at(200, 'answered a');
          played.expectNextInMs(300, 900);
        }),
      ],
    },
    {
      title: 'connections that have closed',
      names,
      cases: [
        plays(CLOSED, 'it never expires', (played) => {
          played.at(0, 'add a b');
          played.at(10, 'remove a');
          played.expires(1_000, 'b');
        }),
        plays(CLOSED, 'an answer does not bring it back', (played) => {
          played.at(0, 'add a', 'began a');
          played.at(10, 'remove a');
          played.at(20, 'answered a');
          played.expectNextInMs(20, undefined);
          played.expires(9_000, '');
        }),
        plays(CLOSED, 'a touch does not bring it back', (played) => {
          played.at(0, 'add a');
          played.at(10, 'remove a');
          played.at(20, 'touch a');
          played.expires(9_000, '');
        }),
      ],
    },
  ],
});

function plays(
  section: string,
  title: string,
  play: (played: Played) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => play(new Played(exports, TIMEOUT_MS)) };
}
