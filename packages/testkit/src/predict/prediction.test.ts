import {
  formatExpected,
  formatHint,
  formatValue,
  isExpected,
  parseGuess,
  type Prediction,
} from './prediction';

const BASE = {
  id: 'one',
  before: 'The code',
  question: 'What?',
  explanation: 'Because.',
  experiment: () => ({ value: 1, shown: [] }),
};
const BYTES: Prediction = { ...BASE, answer: { unit: 'bytes' }, expected: 17 };
const TIMES: Prediction = { ...BASE, answer: { unit: 'times' }, expected: [2, 3] };
const CHOICE: Prediction = { ...BASE, answer: { choices: ['0', '1', 'an error'] }, expected: '1' };
const WORD: Prediction = { ...BASE, answer: { word: 'a letter' }, expected: 'Z' };

test.each<[Prediction, string, string | undefined]>([
  [BYTES, '17', '17 bytes'],
  [BYTES, ' about 1,000 bytes ', '1,000 bytes'],
  [BYTES, '1', '1 byte'],
  [BYTES, 'no idea', undefined],
  [BYTES, '1e3', '1,000 bytes'],
  [BYTES, '1 000', '1,000 bytes'],
  [BYTES, '1_000', '1,000 bytes'],
  [BYTES, '17bytes', '17 bytes'],
  [BYTES, '17 byte.', '17 bytes'],
  [BYTES, '~17, I think', '17 bytes'],
  [BYTES, '64 of them', '64 bytes'],
  [TIMES, '10x', '10 times'],
  [{ ...BASE, answer: { unit: 'MB' }, expected: 64 }, '64MB', '64 MB'],
  [{ ...BASE, answer: { unit: 'percent' }, expected: 64 }, '64%', '64 percent'],
  [BYTES, '-5', '-5 bytes'],
  [BYTES, '0x11', undefined],
  [BYTES, '10k', undefined],
  [BYTES, '64 KiB', undefined],
  [BYTES, '1,5', undefined],
  [BYTES, '10-20', undefined],
  [BYTES, '1½', undefined],
  [BYTES, '1e999', undefined],
  [TIMES, '2.5', '2.5 times'],
  [CHOICE, 'c', 'an error'],
  [CHOICE, '(B)', '1'],
  [CHOICE, '0', '0'],
  [CHOICE, 'd', undefined],
  [WORD, ' Z ', 'Z'],
  [WORD, '', undefined],
  [WORD, '\u001b[2J', '[2J'],
  [WORD, 'x'.repeat(100), 'x'.repeat(60)],
])('a guess for %j: %j', (prediction, typed, expected) => {
  expect(parseGuess(prediction, typed)).toBe(expected);
});

test.each<[Prediction, number | string, boolean]>([
  [BYTES, 17, true],
  [BYTES, 16, false],
  [TIMES, 2, true],
  [TIMES, 3, true],
  [TIMES, 3.01, false],
  [TIMES, NaN, false],
  [CHOICE, '1', true],
  [CHOICE, '0', false],
])('expected by %j: %j', (prediction, value, expected) => {
  expect(isExpected(prediction, value)).toBe(expected);
});

test('how values, expectations and hints are written', () => {
  expect(formatValue(BYTES, 1234)).toBe('1,234 bytes');
  expect(formatValue(TIMES, 87.728)).toBe('about 88 times');
  expect(formatExpected(BYTES)).toBe('17 bytes');
  expect(formatExpected(TIMES)).toBe('between 2 and 3 times');
  expect(formatExpected({ ...TIMES, expected: [10, Infinity] })).toBe('at least 10 times');
  expect(formatHint(BYTES)).toBe('bytes');
  expect(formatHint(CHOICE)).toBe('a, b or c');
  expect(formatHint(WORD)).toBe('a letter');
});
