import { tableOf } from './readme-table';

test('the table is what stands between the marks', () => {
  expect(tableOf('# A\n\n<!-- chapters -->\n\n| a |\n\n<!-- /chapters -->\n\nmore')).toBe('| a |');
});

test.each([
  '',
  '<!-- chapters -->\n| a |',
  '| a |\n<!-- /chapters -->',
  '<!-- /chapters -->\n<!-- chapters -->',
  '<!-- chapters -->a<!-- /chapters --><!-- chapters -->b<!-- /chapters -->',
])('%j has no table', (readme) => {
  expect(tableOf(readme)).toBeUndefined();
});
