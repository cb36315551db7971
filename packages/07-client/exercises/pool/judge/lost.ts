// Stage 3: lost connections, and `open` that fails.

import type { JudgedCase } from '@bytes-up/testkit';
import type { Exports } from './driver';
import { ONE, TWO, scenario } from './scenario';

const LOST = 'Stage 3: what is lost';

export const lost: readonly JudgedCase<Exports>[] = [
  scenario(LOST, 'a connection that comes back lost', {}, async (pool) => {
    await pool.borrow('a');
    await pool.gets('a', 1);
    await pool.lose(1);
    await pool.giveBack(1);
    await pool.closed(1);
    await pool.borrow('b');
    await pool.gets('b', 2);
  }),
  scenario(LOST, 'it makes room for a waiting caller', ONE, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.waits('b');
    await pool.lose(1);
    await pool.giveBack(1);
    await pool.gets('b', 2);
  }),
  scenario(LOST, 'it makes room for one waiting caller, not for two', ONE, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.lose(1);
    await pool.giveBack(1);
    await pool.gets('b', 2);
    await pool.waits('c');
    await pool.opened(2);
  }),
  scenario(LOST, 'it makes room for a caller that comes later', ONE, async (pool) => {
    await pool.borrow('a');
    await pool.lose(1);
    await pool.giveBack(1, 1);
    await pool.closed(1);
    await pool.borrow('b');
    await pool.gets('b', 2);
  }),
  scenario(LOST, 'a caller that comes at this moment is not first', ONE, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.lose(1);
    await pool.giveBackAndBorrow(1, 'c');
    await pool.gets('b', 2);
    await pool.waits('c');
    await pool.opened(2);
  }),
  scenario(LOST, 'lost while it was idle', {}, async (pool) => {
    await pool.borrow('a');
    await pool.giveBack(1);
    await pool.lose(1);
    await pool.borrow('b');
    await pool.gets('b', 2);
    await pool.closed(1);
  }),
  scenario(LOST, 'one of two idle connections was lost', TWO, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.giveBack(1, 2);
    await pool.lose(2);
    await pool.borrow('c');
    await pool.gets('c', 1);
    await pool.closed(2);
    await pool.borrow('d');
    await pool.gets('d', 3);
  }),
  scenario(LOST, 'open fails', { slow: true }, async (pool) => {
    await pool.borrow('a');
    await pool.failToOpen();
    await pool.failsLikeOpen('a');
    await pool.borrow('b');
    await pool.open();
    await pool.gets('b', 1);
  }),
  scenario(
    LOST,
    'open fails while another caller is waiting',
    { max: 1, slow: true },
    async (pool) => {
      await pool.borrow('a', 'b', 'c');
      await pool.failToOpen();
      await pool.failsLikeOpen('a');
      await pool.opening(1);
      await pool.open();
      await pool.gets('b', 1);
      await pool.waits('c');
    },
  ),
  scenario(LOST, 'a connection that is given back twice', TWO, async (pool) => {
    await pool.borrow('a');
    await pool.giveBack(1, 1);
    await pool.borrow('b', 'c');
    await pool.gets('b', 1);
    await pool.gets('c', 2);
  }),
  scenario(LOST, 'a connection from another pool', ONE, async (pool) => {
    await pool.giveBackStranger();
    await pool.borrow('a');
    await pool.gets('a', 1);
  }),
];
