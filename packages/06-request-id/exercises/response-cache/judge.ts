// Judges my/request-id/response-cache.ts by what it returns.

import { defineJudge, show, type JudgedCase } from '@bytes-up/testkit';
import { Told, type Exports, type Options } from './judge/told';

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
        using(KEEP, 'what was set is found', ROOMY, async (cache) => {
          await cache.set('pi', 1000, 3.14);
          await cache.get('pi', 1000, 3.14);
        }),
        using(KEEP, 'what was not set is not found', ROOMY, async (cache) => {
          await cache.get('pi', 1000, undefined);
          await cache.set('pi', 1000, 3.14);
          await cache.get('pi', 100, undefined);
          await cache.get('pie', 1000, undefined);
        }),
        using(KEEP, 'the number 1 is not the text "1"', ROOMY, async (cache) => {
          await cache.set('pi', 1, 2.9);
          await cache.get('pi', '1', undefined);
          await cache.set('pi', '1', 'text');
          await cache.get('pi', 1, 2.9);
        }),
        using(KEEP, 'params are compared by their value', ROOMY, async (cache) => {
          await cache.set('sum', [1, 2], 3);
          await cache.get('sum', [1, 2], 3);
          await cache.get('sum', [2, 1], undefined);
          await cache.set('sum', { a: [1, { b: 2 }] }, 'nested');
          await cache.get('sum', { a: [1, { b: 2 }] }, 'nested');
          await cache.get('sum', { a: [1, { b: 3 }] }, undefined);
        }),
        using(KEEP, 'method and params do not run into each other', ROOMY, async (cache) => {
          await cache.set('pi', 11, 'pi of 11');
          await cache.get('pi1', 1, undefined);
        }),
        ...[null, false, 0, ''].map((result) =>
          using(KEEP, `${show(result)} is a result`, ROOMY, async (cache) => {
            await cache.set('last', null, result);
            await cache.get('last', null, result);
            await cache.size(1);
          }),
        ),
        using(KEEP, 'a result is replaced', ROOMY, async (cache) => {
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
        using(EXPIRE, 'fresh one millisecond before maxAgeMs', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(99);
          await cache.get('pi', 1, 2.9);
          await cache.size(1);
        }),
        using(EXPIRE, 'gone at maxAgeMs', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(100);
          await cache.get('pi', 1, undefined);
        }),
        using(EXPIRE, 'size counts no old results', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          await cache.set('pi', 2, 3.0);
          cache.time(60);
          await cache.set('pi', 3, 3.1);
          cache.time(120);
          await cache.size(1);
        }),
        using(EXPIRE, 'reading does not make it younger', SHORT, async (cache) => {
          await cache.set('pi', 1, 2.9);
          cache.time(60);
          await cache.get('pi', 1, 2.9);
          cache.time(110);
          await cache.get('pi', 1, undefined);
        }),
        using(EXPIRE, 'setting it again starts a new age', SHORT, async (cache) => {
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
        using(BOUND, 'maxEntries results fit', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.get('a', 1, 'A');
          await cache.get('b', 1, 'B');
        }),
        using(BOUND, 'the least recently set goes', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.set('c', 1, 'C');
          await cache.size(2);
          await cache.get('a', 1, undefined);
          await cache.get('b', 1, 'B');
          await cache.get('c', 1, 'C');
        }),
        using(BOUND, 'a get uses a result', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.get('a', 1, 'A');
          await cache.set('c', 1, 'C');
          await cache.get('b', 1, undefined);
          await cache.get('a', 1, 'A');
        }),
        using(BOUND, 'a get that finds nothing uses nothing', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.get('x', 1, undefined);
          await cache.get('a', 1, 'A');
          await cache.get('b', 1, 'B');
        }),
        using(BOUND, 'a result that is replaced needs no second place', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.set('b', 1, 'B2');
          await cache.get('a', 1, 'A');
          await cache.get('b', 1, 'B2');
        }),
        using(BOUND, 'setting a result again uses it', TWO, async (cache) => {
          await cache.set('a', 1, 'A');
          await cache.set('b', 1, 'B');
          await cache.set('a', 1, 'A2');
          await cache.set('c', 1, 'C');
          await cache.get('a', 1, 'A2');
          await cache.get('b', 1, undefined);
        }),
        using(BOUND, 'an old result goes before a fresh one', TWO_SHORT, async (cache) => {
          await cache.set('old', 1, 'O');
          cache.time(50);
          await cache.set('fresh', 1, 'F');
          await cache.get('old', 1, 'O');
          cache.time(100);
          await cache.set('new', 1, 'N');
          await cache.get('fresh', 1, 'F');
          await cache.get('new', 1, 'N');
        }),
        using(BOUND, 'a thousand results, and a bound of two', TWO, async (cache) => {
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

function using(
  section: string,
  title: string,
  options: Options,
  play: (cache: Told) => Promise<void>,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async (exports) => play(await Told.make(exports, options)),
  };
}
