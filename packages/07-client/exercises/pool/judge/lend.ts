// Stage 1: what is lent, and to whom.

import type { JudgedCase } from '@bytes-up/testkit';
import type { Exports } from './driver';
import { scenario } from './scenario';

const LEND = 'Stage 1: lend';

export const lend: readonly JudgedCase<Exports>[] = [
  scenario(LEND, 'a caller gets a connection', {}, async (pool) => {
    await pool.opened(0);
    await pool.borrow('a');
    await pool.gets('a', 1);
    await pool.opened(1);
  }),
  scenario(LEND, 'two callers, two connections', {}, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.gets('a', 1);
    await pool.gets('b', 2);
    await pool.opened(2);
  }),
  scenario(LEND, 'a connection that was given back is lent again', {}, async (pool) => {
    await pool.borrow('a');
    await pool.gets('a', 1);
    await pool.giveBack(1);
    await pool.borrow('b');
    await pool.gets('b', 1);
    await pool.opened(1);
  }),
  scenario(LEND, 'the one that came back last is lent first', {}, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.gets('b', 2);
    await pool.giveBack(2, 1);
    await pool.borrow('c', 'd');
    await pool.gets('c', 1);
    await pool.gets('d', 2);
  }),
];
