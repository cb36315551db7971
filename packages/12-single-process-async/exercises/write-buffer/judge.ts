// Judges my/async/write-buffer.ts with a fake send whose room the judge sets.

import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectEqual,
  type JudgedCase,
} from '@bytes-up/testkit';
import { countCopied } from './judge/fake-send';
import { Driver, type Exports } from './judge/driver';

const TAKEN = 'Stage 1: all, a part, or nothing';
const ORDER = 'Stage 2: in order';
const PRESSURE = 'Stage 3: back-pressure';
const LONG = 'Stage 4: long queues';

const names = ['WriteBuffer'] as const;
const PIECES = 200;
const PIECE_BYTES = 1_000;
const MAX_COPIES = 3;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'all, a part, or nothing',
      names,
      cases: [
        scenario(TAKEN, 'everything is sent at once', (driver) => {
          driver.room(9);
          driver.write('hello');
          driver.expectTaken('hello');
          driver.expectWaiting(0);
        }),
        scenario(TAKEN, 'a part is sent, and the rest follows', (driver) => {
          driver.room(3);
          driver.write('hello');
          driver.expectTaken('hel');
          driver.expectWaiting(2);
          driver.room(1);
          driver.writable();
          driver.expectTaken('hell');
          driver.expectWaiting(1);
          driver.room(9);
          driver.writable();
          driver.expectTaken('hello');
          driver.expectWaiting(0);
        }),
        scenario(TAKEN, 'nothing is sent, and nothing is lost', (driver) => {
          driver.room(0);
          driver.write('hello');
          driver.expectWaiting(5);
          driver.writable();
          driver.expectWaiting(5);
          driver.room(9);
          driver.writable();
          driver.expectTaken('hello');
        }),
        scenario(TAKEN, 'EPOLLOUT with nothing to send', (driver) => {
          driver.room(9);
          driver.writable();
          driver.expectCalls(0);
        }),
        scenario(TAKEN, 'an empty buffer is not sent', (driver) => {
          driver.room(9);
          driver.write('');
          driver.expectCalls(0);
          driver.expectWaiting(0);
        }),
        failsWith('an error that is not EAGAIN is thrown by write', (driver) => {
          driver.fake.failNext = 'EPIPE';
          return ['write("hello"); send throws EPIPE', () => driver.unguarded.write(HELLO)];
        }),
        failsWith('an error that is not EAGAIN is thrown by onWritable', (driver) => {
          driver.write('hello');
          driver.fake.failNext = 'EPIPE';
          const given = 'no room; write("hello"); onWritable(), where send throws EPIPE';
          return [given, () => driver.unguarded.onWritable()];
        }),
      ],
    },
    {
      title: 'in order',
      names,
      cases: [
        scenario(ORDER, 'two waiting writes are sent in order', (driver) => {
          driver.room(2);
          driver.write('first');
          driver.write('second');
          driver.expectWaiting(9);
          driver.room(99);
          driver.writable();
          driver.expectTaken('firstsecond');
          driver.expectWaiting(0);
        }),
        scenario(ORDER, 'the second write does not overtake when there is room', (driver) => {
          driver.room(2);
          driver.write('first');
          driver.room(99);
          driver.write('second');
          driver.writable();
          driver.expectTaken('firstsecond');
        }),
        scenario(ORDER, 'while bytes are waiting, write does not call send', (driver) => {
          driver.room(0);
          driver.write('a');
          driver.expectCalls(1);
          for (const text of ['b', 'c', 'd']) driver.write(text);
          driver.expectCalls(1);
          driver.expectWaiting(4);
        }),
        scenario(ORDER, 'an empty buffer among waiting ones is not sent', (driver) => {
          driver.room(0);
          for (const text of ['a', '', 'b']) driver.write(text);
          driver.expectWaiting(2);
          driver.room(9);
          driver.writable();
          driver.expectTaken('ab');
          driver.expectWaiting(0);
        }),
        scenario(ORDER, 'the room ends in the middle of the second of three', (driver) => {
          driver.room(0);
          for (const text of ['one', 'two', 'three']) driver.write(text);
          driver.room(5);
          driver.writable();
          driver.expectTaken('onetw');
          driver.room(99);
          driver.writable();
          driver.expectTaken('onetwothree');
          driver.write('four');
          driver.expectTaken('onetwothreefour');
        }),
        scenario(ORDER, 'one byte at a time', (driver) => {
          driver.room(0);
          for (const text of ['one', 'two', 'three']) driver.write(text);
          for (let count = 0; count < 11; count++) {
            driver.fake.room = 1;
            driver.unguarded.onWritable();
          }
          driver.expectTaken('onetwothree');
          driver.expectWaiting(0);
        }),
      ],
    },
    {
      title: 'back-pressure',
      names,
      cases: [
        scenario(PRESSURE, 'a new connection reads', (driver) => driver.expectMayRead(true), 10),
        scenario(
          PRESSURE,
          'it stops reading at the mark, and not below it',
          (driver) => {
            driver.write('a'.repeat(9));
            driver.expectMayRead(true);
            driver.write('b');
            driver.expectMayRead(false);
          },
          10,
        ),
        scenario(
          PRESSURE,
          'it reads again only when nothing is waiting',
          (driver) => {
            driver.write('a'.repeat(10));
            driver.room(8);
            driver.writable();
            driver.expectWaiting(2);
            driver.expectMayRead(false);
            driver.room(8);
            driver.writable();
            driver.expectMayRead(true);
          },
          10,
        ),
        scenario(
          PRESSURE,
          'a write that is sent completely is no reason to stop',
          (driver) => {
            driver.room(20);
            driver.write('a'.repeat(20));
            driver.expectMayRead(true);
          },
          10,
        ),
        scenario(
          PRESSURE,
          'a write of which less than the mark is left is none, either',
          (driver) => {
            driver.room(15);
            driver.write('a'.repeat(20));
            driver.expectWaiting(5);
            driver.expectMayRead(true);
          },
          10,
        ),
        scenario(
          PRESSURE,
          'an empty write changes nothing',
          (driver) => {
            driver.write('a'.repeat(10));
            driver.write('');
            driver.expectMayRead(false);
          },
          10,
        ),
        scenario(
          PRESSURE,
          'bytes written above the mark are kept',
          (driver) => {
            driver.write('a'.repeat(12));
            driver.write('b'.repeat(3));
            driver.expectWaiting(15);
            driver.room(99);
            driver.writable();
            driver.expectTaken(`${'a'.repeat(12)}bbb`);
          },
          10,
        ),
      ],
    },
    {
      title: 'long queues',
      names,
      cases: [
        copiesLittle('many pieces are waiting', (driver) => {
          for (let count = 0; count < PIECES; count++) driver.unguarded.write(PIECE);
        }),
        copiesLittle('the kernel accepts a little each time', (driver) => {
          driver.unguarded.write(Buffer.alloc(PIECES * PIECE_BYTES, 'a'));
          takeLittle(driver);
        }),
        copiesLittle('a piece is added each time one is sent', (driver) => {
          for (let count = 0; count < PIECES / 2; count++) driver.unguarded.write(PIECE);
          for (let count = 0; count < PIECES / 2; count++) {
            driver.unguarded.write(PIECE);
            takeLittle(driver, 1);
          }
        }),
      ],
    },
  ],
});

const HELLO = Buffer.from('hello');
const PIECE = Buffer.alloc(PIECE_BYTES, 'a');

function scenario(
  section: string,
  title: string,
  steps: (driver: Driver) => void,
  highWaterBytes?: number,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports, highWaterBytes)) };
}

function failsWith(
  title: string,
  prepare: (driver: Driver) => [given: string, call: () => void],
): JudgedCase<Exports> {
  return {
    title,
    section: TAKEN,
    run: async (exports) => {
      const [given, call] = prepare(new Driver(exports));
      await expectCode(given, 'EPIPE', call);
    },
  };
}

/** @param steps writes PIECES pieces, or that many bytes */
function copiesLittle(title: string, steps: (driver: Driver) => void): JudgedCase<Exports> {
  return {
    title,
    section: LONG,
    run: (exports) => {
      const driver = new Driver(exports);
      const bytes = PIECES * PIECE_BYTES;
      const copied = countCopied(() => steps(driver));
      const given = `${bytes} bytes are written; ${title}`;
      if (copied > MAX_COPIES * bytes) {
        const expected = `at most ${MAX_COPIES * bytes} bytes copied`;
        throw new CaseFailed({ given, expected, came: `${copied} bytes copied` });
      }
      driver.fake.room = bytes;
      driver.unguarded.onWritable();
      expectEqual(`${given}; bytes sent at the end`, bytes, driver.fake.taken.length);
    },
  };
}

function takeLittle(driver: Driver, times = PIECES): void {
  for (let count = 0; count < times; count++) {
    driver.fake.room = PIECE_BYTES;
    driver.unguarded.onWritable();
  }
}
