// Judges my/async/idle-list.ts with a clock that it moves.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports } from './judge/driver';

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
        scenario(EXPIRE, 'a connection expires on time, and only once', (driver) => {
          driver.at(0, 'add a');
          driver.expires(999, '');
          driver.expires(1_000, 'a');
          driver.expires(5_000, '');
        }),
        scenario(EXPIRE, 'the longest idle one comes first', (driver) => {
          driver.at(0, 'add b');
          driver.at(1, 'add a');
          driver.at(2, 'add c');
          driver.expires(1_001, 'ba');
          driver.expires(1_002, 'c');
        }),
        scenario(EXPIRE, 'a touch restarts its time', (driver) => {
          driver.at(0, 'add a');
          driver.at(300, 'add b');
          driver.at(600, 'touch a');
          driver.expires(1_299, '');
          driver.expires(1_300, 'b');
          driver.expires(1_599, '');
          driver.expires(1_600, 'a');
        }),
        scenario(EXPIRE, 'a touch changes the order', (driver) => {
          driver.at(0, 'add a b c');
          driver.at(10, 'touch b');
          driver.at(20, 'touch a');
          driver.expires(9_000, 'cba');
        }),
      ],
    },
    {
      title: 'calls in flight',
      names,
      cases: [
        scenario(CALLS, 'a call in flight is not idle', (driver) => {
          driver.at(0, 'add a b');
          driver.at(100, 'began a');
          driver.expires(9_000, 'b');
          driver.at(9_000, 'answered a');
          driver.expires(9_999, '');
          driver.expires(10_000, 'a');
        }),
        scenario(CALLS, 'several calls: the last answer counts', (driver) => {
          driver.at(0, 'add a');
          driver.at(100, 'began a', 'began a');
          driver.at(200, 'answered a');
          driver.expires(5_000, '');
          driver.at(6_000, 'answered a');
          driver.expires(7_000, 'a');
        }),
        scenario(CALLS, 'a touch while a call is in flight', (driver) => {
          driver.at(0, 'add a');
          driver.at(100, 'began a', 'touch a');
          driver.expires(5_000, '');
        }),
        scenario(CALLS, 'a connection whose call was answered moves to the end', (driver) => {
          driver.at(0, 'add a b');
          driver.at(10, 'began a');
          driver.at(20, 'answered a');
          driver.expires(9_000, 'ba');
        }),
      ],
    },
    {
      title: 'how long to sleep',
      names,
      cases: [
        scenario(SLEEP, 'until the first one expires', (driver) => {
          driver.at(0, 'add a');
          driver.at(400, 'add b');
          driver.expectNextInMs(400, 600);
          driver.at(500, 'touch a');
          driver.expectNextInMs(500, 900);
        }),
        scenario(SLEEP, 'never negative', (driver) => {
          driver.at(0, 'add a');
          driver.expectNextInMs(1_000, 0);
          driver.expectNextInMs(1_500, 0);
        }),
        scenario(SLEEP, 'undefined when none can expire', (driver) => {
          driver.expectNextInMs(0, undefined);
          driver.at(0, 'add a', 'began a');
          driver.expectNextInMs(100, undefined);
          driver.at(200, 'answered a');
          driver.expectNextInMs(300, 900);
        }),
      ],
    },
    {
      title: 'connections that have closed',
      names,
      cases: [
        scenario(CLOSED, 'it never expires', (driver) => {
          driver.at(0, 'add a b');
          driver.at(10, 'remove a');
          driver.expires(1_000, 'b');
        }),
        scenario(CLOSED, 'an answer does not bring it back', (driver) => {
          driver.at(0, 'add a', 'began a');
          driver.at(10, 'remove a');
          driver.at(20, 'answered a');
          driver.expectNextInMs(20, undefined);
          driver.expires(9_000, '');
        }),
        scenario(CLOSED, 'a touch does not bring it back', (driver) => {
          driver.at(0, 'add a');
          driver.at(10, 'remove a');
          driver.at(20, 'touch a');
          driver.expires(9_000, '');
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  steps: (driver: Driver) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports, TIMEOUT_MS)) };
}
