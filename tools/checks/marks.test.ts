import { between, withText } from './marks';

const PAGE = '# A\n\n<!-- rooms -->\n\n| a |\n\n<!-- /rooms -->\n\nmore\n';

test('the text is what is between the marks', () => {
  expect(between(PAGE, 'rooms')).toBe('| a |');
});

test.each([
  '',
  '<!-- rooms -->\n| a |',
  '| a |\n<!-- /rooms -->',
  '<!-- /rooms -->\n<!-- rooms -->',
  '<!-- rooms -->a<!-- /rooms --><!-- rooms -->b<!-- /rooms -->',
  '<!-- others -->a<!-- /others -->',
])('%j has no such text', (page) => {
  expect(between(page, 'rooms')).toBeUndefined();
  expect(() => withText(page, 'rooms', 'x')).toThrow('no <!-- rooms --> … <!-- /rooms -->');
});

test('the text is replaced, and nothing else changes', () => {
  expect(withText(PAGE, 'rooms', '| $& |')).toBe(PAGE.replace('| a |', () => '| $& |'));
});
