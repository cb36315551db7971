// How a failure reads: expected, got, and a caret under the first byte that differs.

import { CaseFailure, caretLines } from './failure';

const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, n) => n));
const changed = (length: number, at: number): Buffer => {
  const copy = bytes(length);
  copy[at] = 0xff;
  return copy;
};

test.each([
  [
    'the first byte',
    bytes(3),
    changed(3, 0),
    ['expected  00 01 02', 'got       FF 01 02', '          ^^ byte 0 is the first that differs'],
  ],
  [
    'a missing byte',
    bytes(3),
    bytes(2),
    [
      'expected  00 01 02',
      'got       00 01',
      '                ^^ byte 2 is the first that differs',
    ],
  ],
  [
    'a byte far inside',
    bytes(40),
    changed(40, 20),
    [
      'expected  … 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F …',
      'got       … 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 FF 15 16 17 18 19 1A 1B 1C 1D 1E 1F …',
      '                                                ^^ byte 20 is the first that differs',
    ],
  ],
])('%s', (_title, expected, got, lines) => {
  expect(caretLines(expected, got)).toEqual(lines);
});

test('a failure without bytes has two lines', () => {
  const failure = new CaseFailure({ expected: 'a pong', got: 'nothing' });
  expect(failure.message).toBe('expected a pong, got nothing');
  expect(failure.lines()).toEqual(['expected  a pong', 'got       nothing']);
});
