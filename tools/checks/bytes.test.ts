import { checkBytes } from './bytes';
import { PAGE, problemsOf } from './made-up-page';

const files = { 'packages/03-codec/src/a.test.ts': "expect(hex).toBe('02 70 69 e8 07')" };
const problems = (text: string): string[] =>
  problemsOf(checkBytes, text, { files }).map((one) => one.replace(`${PAGE}:`, ''));

test.each([
  '   │  25 00 00 00 │ {"in":"ping","params":"hello","id":1}   │',
  '0d 00 00 00 {"in":"ping"}  ═══▶  0d 00 00 00 {"in":"ping"}',
  '22 00 00 00 {"in":"ping","params":{"é":[{}]}}', // an é is two bytes
  '0d 00 00 00  7b 22 69 6e 22 3a 22 70 69 6e 67 22 7d',
  ' offset   4  5  6  7  8  9 10 11 12 13 14 15 16',
  'a message of 3 bytes: 08 e8 07',
  '300 is `AC 02`, and 13 is 0d 00 00 00',
  '5 in 32 bits is `05 00 00 00`',
  'the body {"in":"ping"} has 13 bytes',
  '           02 70 69 e8 07',
  '   0  0a 00 00 00  ....      length 10\n   4  7b 22 69 6e 22 3a 22 78  {"in":"x  request\n  12  22 7d  "}',
  '   0  20 00         .      a space comes first\n   2  41            A      "A"',
])('%s', (text) => {
  expect(problems(text)).toEqual([]);
});

test.each([
  ['5A 00 00 00 │ {"in":"ping"}', '1: the length says 90, the body has 13 bytes'],
  ['0d 00 00 00 {"in":"pi"}', '1: the length says 13, the body has 11 bytes'],
  ['00 00 00 0d {"in":"ping"}', '1: the length says 218103808, the body has 13 bytes'],
  ['… 00 00 00 {"in":"ping"}', '1: write … 00 00 00 {"in":"ping"} out'],
  ['2a 00 00 00 {"in":"pi", …}', '1: write 2a 00 00 00 {"in":"pi", …} out'],
  ['a message of 4 bytes: 08 e8 07', '1: 08 e8 07 is 3 bytes, not 4'],
  ['300 is `AD 02`', '1: AD 02 is not 300'],
  ['13 is 0e 00 00 00', '1: 0e 00 00 00 is not 13'],
  ['the body {"in":"ping"} has 14 bytes', '1: {"in":"ping"} has 13 bytes, not 14'],
  ['\n           02 70 69 e8 08', '2: no test has the bytes 02 70 69 e8 08'],
  ['   0  41 42   AC   "AC"', '1: these bytes are "AB" as text'],
  ['   0  41 42   AB   "AB"\n   3  43      C    "C"', '2: the offset is 2, not 3'],
  [
    '   0  03 00 00 00  ....  length 3\n   4  7b 7d  {}  x',
    '1: the length says 3, the body has 2 bytes',
  ],
])('%s is wrong', (text, what) => {
  expect(problems(text)).toEqual([what]);
});
