import { encodeCommand, encodeResp } from './encode';
import { explainResp } from './explain-resp';
import { GOLDEN } from './testing/values';

const explain = (text: string) => explainResp(Buffer.from(text, 'latin1'));
const meanings = (text: string): string[] => explain(text).map(({ meaning }) => meaning);

test('a command is an array of bulk strings', () => {
  expect(meanings(encodeCommand('ECHO', 'hello').toString())).toEqual([
    'array: 2 values follow',
    'bulk string: 4 bytes follow',
    'its 4 bytes, and CR LF',
    'bulk string: 5 bytes follow',
    'its 5 bytes, and CR LF',
  ]);
});

test.each(GOLDEN)('%j: the segments cover every byte once, and nothing is wrong', (text, value) => {
  const segments = explain(text);
  expect(Buffer.concat(segments.map(({ bytes }) => bytes))).toEqual(encodeResp(value));
  expect(segments.filter(({ error }) => error !== undefined)).toEqual([]);
});

test.each([
  [':12a\r\n', 'byte 0: expected an integer, got "12a"'],
  ['?\r\n', 'byte 0: expected a type, got "?"'],
  ['$-5\r\n', 'byte 0: expected a length, or -1, got "-5"'],
  ['$5\r\nhel', '4 bytes are missing'],
  ['$3\r\nhelXX', 'CR LF must follow the bytes'],
  ['+OK', 'the line has no end'],
])('%j is shown with what is wrong', (text, message) => {
  expect(explain(text).flatMap(({ error }) => error ?? [])).toEqual([message]);
});

test('what follows an error is not explained', () => {
  expect(meanings('?\r\n+OK\r\n')).toEqual(['no type', 'not read: the boundary is lost']);
});
