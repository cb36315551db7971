// Stage 4: callers that leave while they wait or a connection is opened for them.

import type { JudgedCase } from '@bytes-up/testkit';
import type { Exports } from './driver';
import { ONE, scenario } from './scenario';

const LEAVES = 'Stage 4: a caller leaves';
const CANCELLED = { code: 'CANCELLED' };

export const leaves: readonly JudgedCase<Exports>[] = [
  scenario(LEAVES, 'while it waits', ONE, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.abort('b');
    await pool.fails('b', CANCELLED);
  }),
  scenario(LEAVES, 'the next caller gets its turn', ONE, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.abort('b');
    await pool.giveBack(1);
    await pool.gets('c', 1);
  }),
  scenario(LEAVES, 'its place in the queue is free', { max: 1, maxWaiting: 1 }, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.abort('b');
    await pool.borrow('c');
    await pool.waits('c');
  }),
  scenario(LEAVES, 'the last caller leaves, and the connection is idle', ONE, async (pool) => {
    await pool.borrow('a', 'b');
    await pool.abort('b');
    await pool.giveBack(1);
    await pool.borrow('c');
    await pool.gets('c', 1);
    await pool.opened(1);
  }),
  scenario(LEAVES, 'while its connection is being opened', { slow: true }, async (pool) => {
    await pool.borrow('a');
    await pool.abort('a');
    await pool.fails('a', CANCELLED);
    await pool.open();
    await pool.borrow('b');
    await pool.gets('b', 1);
    await pool.opening(0);
  }),
  scenario(
    LEAVES,
    'its new connection goes to the next caller',
    { max: 1, slow: true },
    async (pool) => {
      await pool.borrow('a', 'b');
      await pool.abort('a');
      await pool.open();
      await pool.gets('b', 1);
    },
  ),
  scenario(
    LEAVES,
    'it leaves, and its connection cannot be opened',
    { max: 1, slow: true },
    async (pool) => {
      await pool.borrow('a');
      await pool.abort('a');
      await pool.failToOpen();
      await pool.borrow('b');
      await pool.open();
      await pool.gets('b', 1);
    },
  ),
  scenario(
    LEAVES,
    'it leaves, and its connection still counts',
    { max: 1, slow: true },
    async (pool) => {
      await pool.borrow('a');
      await pool.abort('a');
      await pool.borrow('b');
      await pool.opening(1);
      await pool.waits('b');
      await pool.open();
      await pool.gets('b', 1);
    },
  ),
  scenario(
    LEAVES,
    'it has waited, and its connection is being opened',
    { max: 1, slow: true },
    async (pool) => {
      await pool.borrow('a', 'b');
      await pool.open();
      await pool.lose(1);
      await pool.giveBack(1);
      await pool.opening(1);
      await pool.abort('b');
      await pool.fails('b', CANCELLED);
      await pool.open();
      await pool.borrow('c');
      await pool.gets('c', 2);
    },
  ),
  scenario(LEAVES, 'before it called, and one is idle', {}, async (pool) => {
    await pool.borrow('a');
    await pool.giveBack(1);
    await pool.borrowAborted('b');
    await pool.fails('b', CANCELLED);
    await pool.borrow('c');
    await pool.gets('c', 1);
  }),
  scenario(
    LEAVES,
    'before it called, and there is no room',
    { max: 1, overflow: 'fail' },
    async (pool) => {
      await pool.borrow('a');
      await pool.borrowAborted('b');
      await pool.fails('b', CANCELLED);
    },
  ),
  scenario(LEAVES, 'before it called', {}, async (pool) => {
    await pool.borrowAborted('a');
    await pool.fails('a', CANCELLED);
    await pool.opened(0);
  }),
  scenario(LEAVES, 'after it got its connection', ONE, async (pool) => {
    await pool.borrow('a');
    await pool.gets('a', 1);
    await pool.abort('a');
    await pool.borrow('b');
    await pool.waits('b');
    await pool.giveBack(1);
    await pool.gets('b', 1);
  }),
  scenario(LEAVES, 'at the moment when it gets a connection', ONE, async (pool) => {
    await pool.borrow('a', 'b', 'c');
    await pool.giveBackAndAbort(1, 'b');
    await pool.getsOrLeaves('b', 1);
    await pool.gets('c', 1);
  }),
];
