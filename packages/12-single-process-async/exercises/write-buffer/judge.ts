// Judges my/async/write-buffer.ts with a send whose room the judge decides.

import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectEqual,
  type JudgedCase,
} from '@bytes-up/testkit';
import { countCopied } from './judge/made-send';
import { Played, type Exports } from './judge/played';

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
        plays(TAKEN, 'everything is taken at once', (played) => {
          played.room(9);
          played.write('hello');
          played.expectTaken('hello');
          played.expectWaiting(0);
        }),
        plays(TAKEN, 'a part is taken, and the rest follows', (played) => {
          played.room(3);
          played.write('hello');
          played.expectTaken('hel');
          played.expectWaiting(2);
          played.room(1);
          played.writable();
          played.expectTaken('hell');
          played.expectWaiting(1);
          played.room(9);
          played.writable();
          played.expectTaken('hello');
          played.expectWaiting(0);
        }),
        plays(TAKEN, 'nothing is taken, and nothing is lost', (played) => {
          played.room(0);
          played.write('hello');
          played.expectWaiting(5);
          played.writable();
          played.expectWaiting(5);
          played.room(9);
          played.writable();
          played.expectTaken('hello');
        }),
        plays(TAKEN, 'EPOLLOUT with nothing to send', (played) => {
          played.room(9);
          played.writable();
          played.expectCalls(0);
        }),
        plays(TAKEN, 'an empty buffer is not sent', (played) => {
          played.room(9);
          played.write('');
          played.expectCalls(0);
          played.expectWaiting(0);
        }),
        failsWith('an error that is not EAGAIN is thrown by write', (played) => {
          played.made.failNext = 'EPIPE';
          return ['write("hello"); send throws EPIPE', () => played.unguarded.write(HELLO)];
        }),
        failsWith('an error that is not EAGAIN is thrown by onWritable', (played) => {
          played.write('hello');
          played.made.failNext = 'EPIPE';
          const given = 'no room; write("hello"); onWritable(), where send throws EPIPE';
          return [given, () => played.unguarded.onWritable()];
        }),
      ],
    },
    {
      title: 'in order',
      names,
      cases: [
        plays(ORDER, 'two that wait leave in order', (played) => {
          played.room(2);
          played.write('first');
          played.write('second');
          played.expectWaiting(9);
          played.room(99);
          played.writable();
          played.expectTaken('firstsecond');
          played.expectWaiting(0);
        }),
        plays(ORDER, 'the second one does not overtake when there is room', (played) => {
          played.room(2);
          played.write('first');
          played.room(99);
          played.write('second');
          played.writable();
          played.expectTaken('firstsecond');
        }),
        plays(ORDER, 'while bytes wait, write does not call send', (played) => {
          played.room(0);
          played.write('a');
          played.expectCalls(1);
          for (const text of ['b', 'c', 'd']) played.write(text);
          played.expectCalls(1);
          played.expectWaiting(4);
        }),
        plays(ORDER, 'the room ends in the middle of the second of three', (played) => {
          played.room(0);
          for (const text of ['one', 'two', 'three']) played.write(text);
          played.room(5);
          played.writable();
          played.expectTaken('onetw');
          played.room(99);
          played.writable();
          played.expectTaken('onetwothree');
          played.write('four');
          played.expectTaken('onetwothreefour');
        }),
        plays(ORDER, 'one byte at a time', (played) => {
          played.room(0);
          for (const text of ['one', 'two', 'three']) played.write(text);
          for (let count = 0; count < 11; count++) {
            played.made.room = 1;
            played.unguarded.onWritable();
          }
          played.expectTaken('onetwothree');
          played.expectWaiting(0);
        }),
      ],
    },
    {
      title: 'back-pressure',
      names,
      cases: [
        plays(PRESSURE, 'a new connection reads', (played) => played.expectMayRead(true), 10),
        plays(
          PRESSURE,
          'it stops reading at the mark, and not below it',
          (played) => {
            played.write('a'.repeat(9));
            played.expectMayRead(true);
            played.write('b');
            played.expectMayRead(false);
          },
          10,
        ),
        plays(
          PRESSURE,
          'it reads again when nothing waits, and not before',
          (played) => {
            played.write('a'.repeat(10));
            played.room(8);
            played.writable();
            played.expectWaiting(2);
            played.expectMayRead(false);
            played.room(8);
            played.writable();
            played.expectMayRead(true);
          },
          10,
        ),
        plays(
          PRESSURE,
          'a write that is taken as a whole is no reason to stop',
          (played) => {
            played.room(20);
            played.write('a'.repeat(20));
            played.expectMayRead(true);
          },
          10,
        ),
        plays(
          PRESSURE,
          'what is written above the mark is kept',
          (played) => {
            played.write('a'.repeat(12));
            played.write('b'.repeat(3));
            played.expectWaiting(15);
            played.room(99);
            played.writable();
            played.expectTaken(`${'a'.repeat(12)}bbb`);
          },
          10,
        ),
      ],
    },
    {
      title: 'long queues',
      names,
      cases: [
        copiesLittle('many pieces wait', (played) => {
          for (let count = 0; count < PIECES; count++) played.unguarded.write(PIECE);
        }),
        copiesLittle('the kernel takes a little each time', (played) => {
          played.unguarded.write(Buffer.alloc(PIECES * PIECE_BYTES, 'a'));
          takeLittle(played);
        }),
        copiesLittle('a piece comes each time that one leaves', (played) => {
          for (let count = 0; count < PIECES / 2; count++) played.unguarded.write(PIECE);
          for (let count = 0; count < PIECES / 2; count++) {
            played.unguarded.write(PIECE);
            takeLittle(played, 1);
          }
        }),
      ],
    },
  ],
});

const HELLO = Buffer.from('hello');
const PIECE = Buffer.alloc(PIECE_BYTES, 'a');

function plays(
  section: string,
  title: string,
  play: (played: Played) => void,
  highWaterBytes?: number,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => play(new Played(exports, highWaterBytes)) };
}

function failsWith(
  title: string,
  prepare: (played: Played) => [given: string, call: () => void],
): JudgedCase<Exports> {
  return {
    title,
    section: TAKEN,
    run: async (exports) => {
      const [given, call] = prepare(new Played(exports));
      await expectCode(given, 'EPIPE', call);
    },
  };
}

/** @param play writes PIECES pieces, or as many bytes */
function copiesLittle(title: string, play: (played: Played) => void): JudgedCase<Exports> {
  return {
    title,
    section: LONG,
    run: (exports) => {
      const played = new Played(exports);
      const bytes = PIECES * PIECE_BYTES;
      const copied = countCopied(() => play(played));
      const given = `${bytes} bytes are written; ${title}`;
      if (copied > MAX_COPIES * bytes) {
        const expected = `at most ${MAX_COPIES * bytes} bytes copied`;
        throw new CaseFailed({ given, expected, came: `${copied} bytes copied` });
      }
      played.made.room = bytes;
      played.unguarded.onWritable();
      expectEqual(`${given}; bytes taken at the end`, bytes, played.made.taken.length);
    },
  };
}

function takeLittle(played: Played, times = PIECES): void {
  for (let count = 0; count < times; count++) {
    played.made.room = PIECE_BYTES;
    played.unguarded.onWritable();
  }
}
