import { subject } from '../testing/subject';

const { caret } = subject();
const bytes = Buffer.from('{"in":"ping","params":"é"}');

test.each([
  [
    'in the middle',
    7,
    [
      'byte 7   7b 22 69 6e 22 3a 22 70 69 6e 67 22 2c 22 70 …',
      '         {  "  i  n  "  :  "  p  i  n  g  "  ,  "  p',
      '                              ^^',
    ],
  ],
  [
    'far from the start',
    24,
    [
      'byte 24   … 72 61 6d 73 22 3a 22 c3 a9 22 7d',
      '            r  a  m  s  "  :  "  .  .  "  }',
      '                                    ^^',
    ],
  ],
  [
    'just past the end',
    27,
    [
      'byte 27   … 73 22 3a 22 c3 a9 22 7d',
      '            s  "  :  "  .  .  "  }',
      '                                    ^^',
    ],
  ],
])('%s', (_, offset, lines) => {
  expect(caret(bytes, offset).split('\n')).toEqual(lines);
});

test('the window can be made smaller', () => {
  expect(caret(bytes, 7, { before: 1, after: 1 }).split('\n')).toEqual([
    'byte 7   … 22 70 69 …',
    '           "  p  i',
    '              ^^',
  ]);
});

test.each([NaN, -5, Infinity, 1e9])('an offset of %p is moved into the bytes', (offset) => {
  expect(caret(bytes, offset)).toMatch(/^byte (0|27) /);
});

test('no bytes at all', () => {
  expect(caret(new Uint8Array(0), 0)).toBe('byte 0   \n         \n         ^^');
});
