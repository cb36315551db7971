import { withPredictions } from './page';
import type { Prediction } from './prediction';

const PREDICTION: Prediction = {
  id: 'ping',
  before: 'The code',
  question: 'How many bytes?',
  answer: { unit: 'bytes' },
  expected: 17,
  experiment: () => ({ value: 17, shown: [] }),
  explanation: 'Four and thirteen.',
};
const RECORDED = { ping: { value: 17, shown: ['4 + 13'] } };
const PAGE = '# Title\n\n## The idea\n\nText.\n\n## The code\n\nMore.\n';

test('a prediction is placed before its heading, the answer in a fold', () => {
  expect(withPredictions(PAGE, 3, [PREDICTION], RECORDED)).toBe(`# Title

## The idea

Text.

<!-- predict ping -->

**Predict.** How many bytes?

Your guess: ……… bytes

::: details Then look: npm start -- predict 3 ping

\`\`\`text
4 + 13
\`\`\`

**17 bytes.** Four and thirteen.

:::

<!-- /predict -->

## The code

More.
`);
});

test('it is updated from the source, and moved or removed with it', () => {
  const page = withPredictions(PAGE, 3, [PREDICTION], RECORDED);
  expect(withPredictions(page, 3, [PREDICTION], RECORDED)).toBe(page);
  const moved = withPredictions(page, 3, [{ ...PREDICTION, before: 'The idea' }], RECORDED);
  expect(moved.indexOf('**Predict.**')).toBeLessThan(moved.indexOf('## The idea'));
  expect(withPredictions(page, 3, [], {})).toBe(PAGE);
});

test('choices have letters', () => {
  const choice = { ...PREDICTION, answer: { choices: ['one', 'two'] }, expected: 'two' };
  const page = withPredictions(PAGE, 3, [choice], { ping: { value: 'two', shown: [] } });
  expect(page).toContain('\n- a) one\n- b) two\n');
  expect(page).toContain('**Two.** Four');
});

test('a heading that the page does not have is an error', () => {
  const lost = { ...PREDICTION, before: 'No such' };
  expect(() => withPredictions(PAGE, 3, [lost], RECORDED)).toThrow(
    'no heading "No such" on the page of chapter 3',
  );
});
