// Stage 2: how many connections and waiting callers there may be.

import type { JudgedCase } from '@bytes-up/testkit';
import type { Exports } from './driver';
import { ONE, TWO, scenario } from './scenario';

const CAP = 'Stage 2: the cap';
const NO_ROOM = { code: 'RESOURCE_EXHAUSTED' };

export const cap: readonly JudgedCase<Exports>[] = [
  scenario(CAP, 'a third caller for two connections', TWO, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.waits('c');
    await pool.opened(2);
  }),
  scenario(CAP, 'a waiting caller gets the connection that is given back', TWO, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.waits('c');
    await pool.giveBack(2);
    await pool.gets('c', 2);
    await pool.opened(2);
  }),
  scenario(CAP, 'the caller that has waited longest is first', ONE, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.giveBack(1);
    await pool.gets('b', 1);
    await pool.waits('c');
    await pool.giveBack(1);
    await pool.gets('c', 1);
  }),
  scenario(CAP, 'a caller that comes at this moment is not first', ONE, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.giveBackAndBorrow(1, 'c');
    await pool.gets('b', 1);
    await pool.waits('c');
  }),
  scenario(CAP, 'connections that are being opened count', { max: 2, slow: true }, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.opening(2);
    await pool.open();
    await pool.opening(1);
    await pool.gets('a', 1);
    await pool.waits('b');
    await pool.waits('c');
  }),
  scenario(CAP, 'a full queue rejects', { max: 1, maxWaiting: 2 }, async (pool) => {
    await pool.borrow('a', 'b', 'c', 'd');
    await pool.fails('d', NO_ROOM);
    await pool.giveBack(1);
    await pool.gets('b', 1);
    await pool.borrow('e');
    await pool.waits('e');
  }),
  scenario(
    CAP,
    'a caller whose connection is being opened does not count as waiting',
    { max: 2, maxWaiting: 1, slow: true },
    async (pool) => {
      await pool.borrow('a', 'b', 'c');
      await pool.waits('c');
      await pool.borrow('d');
      await pool.fails('d', NO_ROOM);
    },
  ),
  scenario(CAP, 'no caller may wait', { max: 1, maxWaiting: 0 }, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.gets('a', 1);
    await pool.fails('b', NO_ROOM);
  }),
  scenario(CAP, 'fail instead of wait', { max: 1, overflow: 'fail' }, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.gets('a', 1);
    await pool.fails('b', NO_ROOM);
    await pool.giveBack(1);
    await pool.borrow('c');
    await pool.gets('c', 1);
  }),
];
