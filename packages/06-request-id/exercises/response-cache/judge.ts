// Judges my/request-id/response-cache.ts by what it returns.

import { defineJudge, show, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports, type Options } from './judge/driver';

const KEEP = 'Stage 1: keep';
const EXPIRE = 'Stage 2: expire';
const BOUND = 'Stage 3: bound';

const ROOMY: Options = { maxEntries: 100, maxAgeMs: 1_000 };
const SHORT: Options = { maxEntries: 100, maxAgeMs: 100 };
const TWO: Options = { maxEntries: 2, maxAgeMs: 1_000 };
const TWO_SHORT: Options = { maxEntries: 2, maxAgeMs: 100 };

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'keep',
      names: ['ResponseCache'],
      cases: [
        scenario(KEEP, 'a result that was set is found', ROOMY, (cache) => {
          cache.set('pi', 1000, 3.14);
          cache.get('pi', 1000, 3.14);
        }),
        scenario(KEEP, 'a result that was not set is not found', ROOMY, (cache) => {
          cache.get('pi', 1000, undefined);
          cache.set('pi', 1000, 3.14);
          cache.get('pi', 100, undefined);
          cache.get('pie', 1000, undefined);
        }),
        scenario(KEEP, 'the number 1 is not the string "1"', ROOMY, (cache) => {
          cache.set('pi', 1, 2.9);
          cache.get('pi', '1', undefined);
          cache.set('pi', '1', 'text');
          cache.get('pi', 1, 2.9);
        }),
        scenario(KEEP, 'params are compared by value', ROOMY, (cache) => {
          cache.set('sum', [1, 2], 3);
          cache.get('sum', [1, 2], 3);
          cache.get('sum', [2, 1], undefined);
          cache.set('sum', { a: [1, { b: 2 }] }, 'nested');
          cache.get('sum', { a: [1, { b: 2 }] }, 'nested');
          cache.get('sum', { a: [1, { b: 3 }] }, undefined);
        }),
        scenario(KEEP, 'method and params are kept apart', ROOMY, (cache) => {
          cache.set('pi', 11, 'pi of 11');
          cache.get('pi1', 1, undefined);
        }),
        ...[null, false, 0, ''].map((result) =>
          scenario(KEEP, `${show(result)} is a result`, ROOMY, (cache) => {
            cache.set('last', null, result);
            cache.get('last', null, result);
            cache.size(1);
          }),
        ),
        scenario(KEEP, 'a result is replaced', ROOMY, (cache) => {
          cache.set('pi', 1000, 3.14);
          cache.set('pi', 1000, 3.141);
          cache.get('pi', 1000, 3.141);
          cache.size(1);
        }),
      ],
    },
    {
      title: 'expire',
      names: ['ResponseCache'],
      cases: [
        scenario(EXPIRE, 'fresh one millisecond before maxAgeMs', SHORT, (cache) => {
          cache.set('pi', 1, 2.9);
          cache.time(99);
          cache.get('pi', 1, 2.9);
          cache.size(1);
        }),
        scenario(EXPIRE, 'gone at maxAgeMs', SHORT, (cache) => {
          cache.set('pi', 1, 2.9);
          cache.time(100);
          cache.get('pi', 1, undefined);
        }),
        scenario(EXPIRE, 'size does not count expired results', SHORT, (cache) => {
          cache.set('pi', 1, 2.9);
          cache.set('pi', 2, 3.0);
          cache.time(60);
          cache.set('pi', 3, 3.1);
          cache.time(120);
          cache.size(1);
        }),
        scenario(EXPIRE, 'reading does not make it younger', SHORT, (cache) => {
          cache.set('pi', 1, 2.9);
          cache.time(60);
          cache.get('pi', 1, 2.9);
          cache.time(110);
          cache.get('pi', 1, undefined);
        }),
        scenario(EXPIRE, 'setting it again restarts its age', SHORT, (cache) => {
          cache.set('pi', 1, 2.9);
          cache.time(60);
          cache.set('pi', 1, 3.0);
          cache.time(159);
          cache.get('pi', 1, 3.0);
          cache.time(160);
          cache.get('pi', 1, undefined);
        }),
      ],
    },
    {
      title: 'bound',
      names: ['ResponseCache'],
      cases: [
        scenario(BOUND, 'maxEntries results fit', TWO, (cache) => {
          cache.set('a', 1, 'A');
          cache.set('b', 1, 'B');
          cache.get('a', 1, 'A');
          cache.get('b', 1, 'B');
        }),
        scenario(BOUND, 'the least recently set result is evicted', TWO, (cache) => {
          cache.set('a', 1, 'A');
          cache.set('b', 1, 'B');
          cache.set('c', 1, 'C');
          cache.size(2);
          cache.get('a', 1, undefined);
          cache.get('b', 1, 'B');
          cache.get('c', 1, 'C');
        }),
        scenario(BOUND, 'a get counts as a use', TWO, (cache) => {
          cache.set('a', 1, 'A');
          cache.set('b', 1, 'B');
          cache.get('a', 1, 'A');
          cache.set('c', 1, 'C');
          cache.get('b', 1, undefined);
          cache.get('a', 1, 'A');
        }),
        scenario(BOUND, 'a get that finds nothing does not count as a use', TWO, (cache) => {
          cache.set('a', 1, 'A');
          cache.set('b', 1, 'B');
          cache.get('x', 1, undefined);
          cache.get('a', 1, 'A');
          cache.get('b', 1, 'B');
        }),
        scenario(BOUND, 'replacing a result needs no extra room', TWO, (cache) => {
          cache.set('a', 1, 'A');
          cache.set('b', 1, 'B');
          cache.set('b', 1, 'B2');
          cache.get('a', 1, 'A');
          cache.get('b', 1, 'B2');
        }),
        scenario(BOUND, 'setting a result again counts as a use', TWO, (cache) => {
          cache.set('a', 1, 'A');
          cache.set('b', 1, 'B');
          cache.set('a', 1, 'A2');
          cache.set('c', 1, 'C');
          cache.get('a', 1, 'A2');
          cache.get('b', 1, undefined);
        }),
        scenario(BOUND, 'an expired result is evicted before a fresh one', TWO_SHORT, (cache) => {
          cache.set('old', 1, 'O');
          cache.time(50);
          cache.set('fresh', 1, 'F');
          cache.get('old', 1, 'O');
          cache.time(100);
          cache.set('new', 1, 'N');
          cache.get('fresh', 1, 'F');
          cache.get('new', 1, 'N');
        }),
        scenario(BOUND, 'a thousand results, and a limit of two', TWO, (cache) => {
          for (let n = 0; n < 1_000; n++) cache.set('pi', n, n);
          cache.size(2);
          cache.get('pi', 997, undefined);
          cache.get('pi', 998, 998);
          cache.get('pi', 999, 999);
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  options: Options,
  steps: (cache: Driver) => void,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: (exports) => steps(Driver.make(exports, options)),
  };
}
