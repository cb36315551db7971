import { SystemError } from '@bytes-up/posix';
import { constants } from 'node:os';
import { Shortage } from './shortage';

const { EMFILE, ENFILE, ECONNRESET } = constants.errno;

test('a shortage is logged once, and again if it comes back much later', () => {
  const log: string[] = [];
  let nowMs = 0;
  const shortage = new Shortage(
    (line) => log.push(line),
    'new clients wait',
    () => nowMs,
  );
  shortage.note(new SystemError('accept4', EMFILE, [3]));
  nowMs = 59_000;
  shortage.note(new SystemError('accept4', ENFILE, [3]));
  expect(log).toEqual(['accept4(3): EMFILE, Too many open files; new clients wait']);
  nowMs += 60_000;
  shortage.note(new SystemError('accept4', ENFILE, [3]));
  expect(log).toHaveLength(2);
});

test.each([[new SystemError('recv', ECONNRESET, [3])], [new TypeError('a defect')], ['text']])(
  '%p is not a shortage',
  (error) => {
    expect(() => new Shortage(() => undefined, '').note(error)).toThrow();
  },
);
