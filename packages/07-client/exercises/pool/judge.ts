// Judges my/client/pool.ts by which connection each caller gets, and when.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports, type Setting } from './judge/driver';

const LEND = 'Stage 1: lend';
const CAP = 'Stage 2: the cap';
const LOST = 'Stage 3: what is lost';
const LEAVES = 'Stage 4: a caller leaves';

const names = ['Pool'] as const;
const NO_ROOM = { code: 'RESOURCE_EXHAUSTED' };
const CANCELLED = { code: 'CANCELLED' };
const TWO: Setting = { max: 2 };
const ONE: Setting = { max: 1 };

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'lend',
      names,
      cases: [
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
      ],
    },
    {
      title: 'the cap',
      names,
      cases: [
        scenario(CAP, 'a third caller for two connections', TWO, async (pool) => {
          await pool.borrow('a', 'b', 'c');
          await pool.waits('c');
          await pool.opened(2);
        }),
        scenario(
          CAP,
          'a waiting caller gets the connection that is given back',
          TWO,
          async (pool) => {
            await pool.borrow('a', 'b', 'c');
            await pool.waits('c');
            await pool.giveBack(2);
            await pool.gets('c', 2);
            await pool.opened(2);
          },
        ),
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
        scenario(
          CAP,
          'connections that are being opened count',
          { max: 2, slow: true },
          async (pool) => {
            await pool.borrow('a', 'b', 'c');
            await pool.opening(2);
            await pool.open();
            await pool.opening(1);
            await pool.gets('a', 1);
            await pool.waits('b');
            await pool.waits('c');
          },
        ),
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
      ],
    },
    {
      title: 'what is lost',
      names,
      cases: [
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
      ],
    },
    {
      title: 'a caller leaves',
      names,
      cases: [
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
        scenario(
          LEAVES,
          'its place in the queue is free',
          { max: 1, maxWaiting: 1 },
          async (pool) => {
            await pool.borrow('a', 'b');
            await pool.abort('b');
            await pool.borrow('c');
            await pool.waits('c');
          },
        ),
        scenario(
          LEAVES,
          'the last caller leaves, and the connection is idle',
          ONE,
          async (pool) => {
            await pool.borrow('a', 'b');
            await pool.abort('b');
            await pool.giveBack(1);
            await pool.borrow('c');
            await pool.gets('c', 1);
            await pool.opened(1);
          },
        ),
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
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  setting: Setting,
  steps: (pool: Driver) => Promise<void>,
): JudgedCase<Exports> {
  return { title, section, run: async (exports) => steps(await Driver.begin(exports, setting)) };
}
