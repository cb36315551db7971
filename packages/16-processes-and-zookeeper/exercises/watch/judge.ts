// Judges my/processes/watch.ts with a fake tree that changes when the judge says so.

import { defineJudge, expectCode, expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports } from './judge/driver';

const READ = 'Stage 1: read and compare';
const MOMENT = 'Stage 2: changes at any moment';
const GONE = 'Stage 3: a node that is gone';

const names = ['ServerList'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'read and compare',
      names,
      cases: [
        scenario(READ, 'start reports all servers, sorted by name', 'b a', async (driver) => {
          await driver.start();
          driver.expectUpToDate();
          driver.expectChanges([['a b', '']]);
        }),
        scenario(READ, 'an empty tree is not a change', '', async (driver) => {
          await driver.start();
          driver.expectUpToDate();
          driver.expectChanges([]);
        }),
        scenario(READ, 'a server joins', 'a b', async (driver) => {
          await driver.start();
          await driver.then('c comes', () => driver.tree.add('c'));
          driver.expectUpToDate();
          driver.expectChanges([
            ['a b', ''],
            ['c', ''],
          ]);
        }),
        scenario(READ, 'a server leaves', 'a b', async (driver) => {
          await driver.start();
          await driver.then('a leaves', () => driver.tree.remove('a'));
          driver.expectUpToDate();
          driver.expectChanges([
            ['a b', ''],
            ['', 'a'],
          ]);
        }),
        scenario(READ, 'later changes are seen, too', 'a', async (driver) => {
          await driver.start();
          await driver.then('b comes', () => driver.tree.add('b'));
          await driver.then('c comes', () => driver.tree.add('c'));
          await driver.then('a and b leave', () => driver.tree.remove('a', 'b'));
          await driver.then('d comes', () => driver.tree.add('d'));
          driver.expectUpToDate();
        }),
        scenario(READ, 'one leaves and one joins', 'a b', async (driver) => {
          await driver.start();
          await driver.then('c takes the place of a', () => driver.tree.replace('a', 'c'));
          driver.expectUpToDate();
          driver.expectChanges([
            ['a b', ''],
            ['c', 'a'],
          ]);
        }),
        scenario(READ, 'three leave, sorted by name', 'b', async (driver) => {
          await driver.start();
          await driver.then('a comes', () => driver.tree.add('a'));
          await driver.then('c comes', () => driver.tree.add('c'));
          await driver.then('a and b and c leave', () => driver.tree.remove('a', 'b', 'c'));
          driver.expectUpToDate();
          driver.expectChanges([
            ['b', ''],
            ['a', ''],
            ['c', ''],
            ['', 'a b c'],
          ]);
        }),
        scenario(READ, 'data that is an empty string', 'a', async (driver) => {
          await driver.start();
          await driver.then('b comes, without data', () => driver.tree.addWithoutData('b'));
          await driver.then('c comes', () => driver.tree.add('c'));
          driver.expectUpToDate();
        }),
        scenario(READ, 'a watch that fires without a change', 'a b', async (driver) => {
          await driver.start();
          await driver.then('the watch fires without a change', () => driver.tree.fireAgain());
          driver.expectUpToDate();
          driver.expectChanges([['a b', '']]);
        }),
        scenario(READ, 'the data of a known server is not read again', 'a b', async (driver) => {
          await driver.start();
          await driver.then('c comes', () => driver.tree.add('c'));
          const read = driver.tree.calls.filter((call) => call.startsWith('data')).sort();
          expectEqual(`${driver.given}; calls of data`, ['data a', 'data b', 'data c'], read);
        }),
        scenario(READ, 'servers has been updated when onChange is called', 'a', async (driver) => {
          await driver.start();
          await driver.then('b comes', () => driver.tree.add('b'));
          driver.expectSeenThen(['a', 'a b']);
        }),
      ],
    },
    {
      title: 'at any moment',
      names,
      cases: [
        scenario(MOMENT, 'two reads never run at once', 'a', async (driver) => {
          await driver.start();
          driver.during('data b', 'c comes', () => driver.tree.add('c'));
          await driver.then('b comes', () => driver.tree.add('b'));
          driver.expectOneAtATime();
        }),
        scenario(MOMENT, 'a server joins while the names are read', 'a b', async (driver) => {
          driver.during('names 1', 'c comes', () => driver.tree.add('c'));
          await driver.start();
          await driver.settled();
          driver.expectUpToDate();
        }),
        scenario(MOMENT, 'a server joins while data is read', 'a b', async (driver) => {
          driver.during('data a', 'c comes', () => driver.tree.add('c'));
          await driver.start();
          await driver.settled();
          driver.expectUpToDate();
        }),
        scenario(
          MOMENT,
          'a server leaves while the data of another is read',
          'a b',
          async (driver) => {
            driver.during('data b', 'a leaves', () => driver.tree.remove('a'));
            await driver.start();
            await driver.settled();
            driver.expectUpToDate();
          },
        ),
        scenario(MOMENT, 'start resolves when the list is complete', 'a b', async (driver) => {
          driver.during('data b', 'c comes', () => driver.tree.add('c'));
          await driver.start();
          driver.expectUpToDate();
        }),
        scenario(MOMENT, 'a server joins during each of three reads', 'a', async (driver) => {
          await driver.start();
          driver.during('names 2', 'c comes', () => driver.tree.add('c'));
          driver.during('data c', 'd comes', () => driver.tree.add('d'));
          driver.during('data d', 'a leaves', () => driver.tree.remove('a'));
          await driver.then('b comes', () => driver.tree.add('b'));
          driver.expectUpToDate();
        }),
        scenario(MOMENT, 'five events during a read need one more', 'a', async (driver) => {
          await driver.start();
          driver.during('data b', 'the watch fires five times', () => {
            for (let n = 0; n < 5; n++) driver.tree.fireAgain();
          });
          await driver.then('b comes', () => driver.tree.add('b'));
          driver.expectUpToDate();
          driver.expectOneAtATime();
          driver.expectNamesRead(3);
        }),
        scenario(MOMENT, 'a read without a change is the last one', 'a', async (driver) => {
          driver.during('data a', 'b comes', () => driver.tree.add('b'));
          await driver.start();
          await driver.settled();
          driver.expectUpToDate();
          driver.expectNamesRead(2);
        }),
      ],
    },
    {
      title: 'gone',
      names,
      cases: [
        scenario(GONE, 'a server that is gone when its data is read', 'a b', async (driver) => {
          driver.during('names 1', 'a leaves', () => driver.tree.remove('a'));
          await driver.start();
          await driver.settled();
          driver.expectUpToDate();
        }),
        scenario(GONE, 'the same in a later read', 'a', async (driver) => {
          await driver.start();
          driver.during('names 2', 'b leaves', () => driver.tree.remove('b'));
          await driver.then('b and c come', () => driver.tree.add('b', 'c'));
          driver.expectUpToDate();
          driver.expectChanges([
            ['a', ''],
            ['c', ''],
          ]);
        }),
        scenario(GONE, 'all of them are gone', 'a b', async (driver) => {
          driver.during('names 1', 'a and b leave', () => driver.tree.remove('a', 'b'));
          await driver.start();
          await driver.settled();
          driver.expectUpToDate();
          driver.expectChanges([]);
        }),
        scenario(GONE, 'a server that joins and leaves at once', 'a', async (driver) => {
          await driver.start();
          await driver.then('b comes and leaves, c comes', () => {
            driver.tree.add('b');
            driver.tree.remove('b');
            driver.tree.add('c');
          });
          driver.expectUpToDate();
        }),
        scenario(GONE, 'on any other error, start rejects', 'a b', async (driver) => {
          driver.tree.failing.set('b', 'NO_AUTH');
          const given = `${driver.given}; the data of b is NO_AUTH; start`;
          await expectCode(given, 'NO_AUTH', () => driver.startUnguarded());
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  before: string,
  steps: (driver: Driver) => Promise<void>,
): JudgedCase<Exports> {
  const servers = before.split(' ').filter((name) => name !== '');
  return { title, section, run: (exports) => steps(new Driver(exports, servers)) };
}
