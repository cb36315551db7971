// Judges my/processes/watch.ts with a tree that changes when the judge says so (judge/).

import { defineJudge, expectCode, expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { Told, type Exports } from './judge/told';

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
        using(
          READ,
          'start reports all servers, in the order of their names',
          'b a',
          async (told) => {
            await told.start();
            told.expectUpToDate();
            told.expectChanges([['a b', '']]);
          },
        ),
        using(READ, 'an empty tree is no change', '', async (told) => {
          await told.start();
          told.expectUpToDate();
          told.expectChanges([]);
        }),
        using(READ, 'a server comes', 'a b', async (told) => {
          await told.start();
          await told.then('c comes', () => told.tree.add('c'));
          told.expectUpToDate();
          told.expectChanges([
            ['a b', ''],
            ['c', ''],
          ]);
        }),
        using(READ, 'a server leaves', 'a b', async (told) => {
          await told.start();
          await told.then('a leaves', () => told.tree.remove('a'));
          told.expectUpToDate();
          told.expectChanges([
            ['a b', ''],
            ['', 'a'],
          ]);
        }),
        using(READ, 'every later change is seen as well', 'a', async (told) => {
          await told.start();
          await told.then('b comes', () => told.tree.add('b'));
          await told.then('c comes', () => told.tree.add('c'));
          await told.then('a and b leave', () => told.tree.remove('a', 'b'));
          await told.then('d comes', () => told.tree.add('d'));
          told.expectUpToDate();
        }),
        using(READ, 'a watch that fires for nothing is no change', 'a b', async (told) => {
          await told.start();
          await told.then('the watch fires, and nothing is new', () => told.tree.fireAgain());
          told.expectUpToDate();
          told.expectChanges([['a b', '']]);
        }),
        using(READ, 'the data of a known server is not read again', 'a b', async (told) => {
          await told.start();
          await told.then('c comes', () => told.tree.add('c'));
          const read = told.tree.calls.filter((call) => call.startsWith('data')).sort();
          expectEqual(`${told.given}; calls of data`, ['data a', 'data b', 'data c'], read);
        }),
        using(READ, 'servers has changed when onChange is called', 'a', async (told) => {
          await told.start();
          await told.then('b comes', () => told.tree.add('b'));
          told.expectSeenThen(['a', 'a b']);
        }),
      ],
    },
    {
      title: 'at any moment',
      names,
      cases: [
        using(MOMENT, 'there are never two readings at once', 'a', async (told) => {
          await told.start();
          told.during('data b', 'c comes', () => told.tree.add('c'));
          await told.then('b comes', () => told.tree.add('b'));
          told.expectOneAtATime();
        }),
        using(MOMENT, 'a server comes while the names are read', 'a b', async (told) => {
          told.during('names 1', 'c comes', () => told.tree.add('c'));
          await told.start();
          await told.settled();
          told.expectUpToDate();
        }),
        using(MOMENT, 'a server comes while data is read', 'a b', async (told) => {
          told.during('data a', 'c comes', () => told.tree.add('c'));
          await told.start();
          await told.settled();
          told.expectUpToDate();
        }),
        using(MOMENT, 'a server leaves while the data of another is read', 'a b', async (told) => {
          told.during('data b', 'a leaves', () => told.tree.remove('a'));
          await told.start();
          await told.settled();
          told.expectUpToDate();
        }),
        using(MOMENT, 'start resolves when the list is complete', 'a b', async (told) => {
          told.during('data b', 'c comes', () => told.tree.add('c'));
          await told.start();
          told.expectUpToDate();
        }),
        using(MOMENT, 'a server comes during each of three readings', 'a', async (told) => {
          await told.start();
          told.during('names 2', 'c comes', () => told.tree.add('c'));
          told.during('data c', 'd comes', () => told.tree.add('d'));
          told.during('data d', 'a leaves', () => told.tree.remove('a'));
          await told.then('b comes', () => told.tree.add('b'));
          told.expectUpToDate();
        }),
        using(MOMENT, 'five events during a reading need one more', 'a', async (told) => {
          await told.start();
          told.during('data b', 'the watch fires five times', () => {
            for (let n = 0; n < 5; n++) told.tree.fireAgain();
          });
          await told.then('b comes', () => told.tree.add('b'));
          told.expectUpToDate();
          told.expectOneAtATime();
          told.expectNamesRead(3);
        }),
        using(MOMENT, 'a reading without a change is the last one', 'a', async (told) => {
          told.during('data a', 'b comes', () => told.tree.add('b'));
          await told.start();
          await told.settled();
          told.expectUpToDate();
          told.expectNamesRead(2);
        }),
      ],
    },
    {
      title: 'gone',
      names,
      cases: [
        using(GONE, 'a server that is gone when its data is read', 'a b', async (told) => {
          told.during('names 1', 'a leaves', () => told.tree.remove('a'));
          await told.start();
          await told.settled();
          told.expectUpToDate();
        }),
        using(GONE, 'the same in a later reading', 'a', async (told) => {
          await told.start();
          told.during('names 2', 'b leaves', () => told.tree.remove('b'));
          await told.then('b and c come', () => told.tree.add('b', 'c'));
          told.expectUpToDate();
        }),
        using(GONE, 'all of them are gone', 'a b', async (told) => {
          told.during('names 1', 'a and b leave', () => told.tree.remove('a', 'b'));
          await told.start();
          await told.settled();
          told.expectUpToDate();
          told.expectChanges([]);
        }),
        using(GONE, 'a server that comes and goes at once', 'a', async (told) => {
          await told.start();
          await told.then('b comes and leaves, c comes', () => {
            told.tree.add('b');
            told.tree.remove('b');
            told.tree.add('c');
          });
          told.expectUpToDate();
        }),
        using(GONE, 'with another error, start rejects', 'a b', async (told) => {
          told.tree.failing.set('b', 'NO_AUTH');
          const given = `${told.given}; the data of b is NO_AUTH; start`;
          await expectCode(given, 'NO_AUTH', () => told.startUnguarded());
        }),
      ],
    },
  ],
});

function using(
  section: string,
  title: string,
  before: string,
  play: (told: Told) => Promise<void>,
): JudgedCase<Exports> {
  const servers = before.split(' ').filter((name) => name !== '');
  return { title, section, run: (exports) => play(new Told(exports, servers)) };
}
