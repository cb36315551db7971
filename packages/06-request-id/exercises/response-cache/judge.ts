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
        scenario(KEEP, 'a result that was set is found', ROOMY, async (cache) => {
          await cache.set('pi', 1000, 3.14);
          await cache.get('pi', 1000, 3.14);
        }),
        scenario(KEEP, 'a result that was not set is not found', ROOMY, async (cache) => {
          await cache.get('pi', 1000, undefined);
          await cache.set('pi', 1000, 3.14);
          await cache.get('pi', 100, undefined);
          await cache.get('pie', 1000, undefined);
        }),
        scenario(KEEP, 'the number 1 is not the string "1"', ROOMY, async (cache) => {
          await cache.set('pi', 1, 2.9);
          await cache.get('pi', '1', undefined);
          await cache.set('pi', '1', 'text');
          await cache.get('pi', 1, 2.9);
        }),
        scenario(KEEP, 'params are compared by value', ROOMY, async (cache) => {
          await cache.set('sum', [1, 2], 3);
          await cache.get('sum', [1, 2], 3);
          await cache.get('sum', [2, 1], undefined);
          await cache.set('sum', { a: [1, { b: 2 }] }, 'nested');
          await cache.get('sum', { a: [1, { b: 2 }] }, 'nested');
          await cache.get('sum', { a: [1, { b: 3 }] }, undefined);
        }),
        scenario(KEEP, 'method and params are kept apart', ROOMY, async (cache) => {
          await cache.set('pi', 11, 'pi of 11');
          await cache.get('pi1', 1, undefined);
        }),
        ...[null, false, 0, ''].map((result) =>
          scenario(KEEP, `${show(result)} is a result`, ROOMY, async (cache) => {
            await cache.set('last', null, result);
            await cache.get('last', null, result);
            await cache.size(1);
          }),
        ),
        scenario(KEEP, 'a result is replaced', ROOMY, async (cache) => {
          await cache.set('pi', 1000, 3.14);
          await cache.set('pi', 1000, 3.141);
          await cache.get('pi', 1000, 3.141);
          await cache.size(1);
        }),
      ],
    },
    {
      title: 'expire',
      names: ['ResponseCache'],
      cases: [
        scenario(EXPIRE, 'fresh one millisecond before maxAgeMs', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(99);
          await cache.get('pi', 1, 2.9);
          await cache.size(1);
        }),
        scenario(EXPIRE, 'gone at maxAgeMs', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(100);
          await cache.get('pi', 1, undefined);
        }),
        scenario(EXPIRE, 'size does not count expired results', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          await cache.set('pi', 2, 3.0);
          cache.time(60);
          await cache.set('pi', 3, 3.1);
          cache.time(120);
          await cache.size(1);
        }),
        scenario(EXPIRE, 'reading does not make it younger', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(60);
          await cache.get('pi', 1, 2.9);
          cache.time(110);
          await cache.get('pi', 1, undefined);
        }),
        scenario(EXPIRE, 'setting it again restarts its age', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(60);
          await cache.set('pi', 1, 3.0);
          cache.time(159);
          await cache.get('pi', 1, 3.0);
          cache.time(160);
          await cache.get('pi', 1, undefined);
        }),
      ],
    },
    {
      title: 'bound',
      names: ['ResponseCache'],
      cases: [
        scenario(BOUND, 'maxEntries results fit', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.get('a', 1, 'A');
          await cache.get('b', 1, 'B');
        }),
        scenario(BOUND, 'the least recently set result is evicted', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.set('c', 1, 'C');
          await cache.size(2);
          await cache.get('a', 1, undefined);
          await cache.get('b', 1, 'B');
          await cache.get('c', 1, 'C');
        }),
        scenario(BOUND, 'a get counts as a use', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.get('a', 1, 'A');
          await cache.set('c', 1, 'C');
          await cache.get('b', 1, undefined);
          await cache.get('a', 1, 'A');
        }),
        scenario(BOUND, 'a get that finds nothing does not count as a use', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.get('x', 1, undefined);
          await cache.get('a', 1, 'A');
          await cache.get('b', 1, 'B');
        }),
        scenario(BOUND, 'replacing a result needs no extra room', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.set('b', 1, 'B2');
          await cache.get('a', 1, 'A');
          await cache.get('b', 1, 'B2');
        }),
        scenario(BOUND, 'setting a result again counts as a use', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.set('a', 1, 'A2');
          await cache.set('c', 1, 'C');
          await cache.get('a', 1, 'A2');
          await cache.get('b', 1, undefined);
        }),
        scenario(
          BOUND,
          'an expired result is evicted before a fresh one',
          TWO_SHORT,
          async (cache) => {
            await cache.set('old', 1, 'O');
            cache.time(50);
            await cache.set('fresh', 1, 'F');
            await cache.get('old', 1, 'O');
            cache.time(100);
            await cache.set('new', 1, 'N');
            await cache.get('fresh', 1, 'F');
            await cache.get('new', 1, 'N');
          },
        ),
        scenario(BOUND, 'a thousand results, and a limit of two', TWO, async (cache) => {
          for (let n = 0; n < 1_000; n++) await cache.set('pi', n, n);
          await cache.size(2);
          await cache.get('pi', 997, undefined);
          await cache.get('pi', 998, 998);
          await cache.get('pi', 999, 999);
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  options: Options,
  steps: (cache: Driver) => Promise<void>,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async (exports) => steps(await Driver.make(exports, options)),
  };
}
