// Which snippet the pane shows for a place of the text.

import { spokenOf, type Mark } from '../.vitepress/theme/pane/spoken-of.js';

/**
 * A page: `h` is a heading, `s` a snippet, `.` a line of text; each is 10 pixels high.
 */
function page(text: string): Mark[] {
  return [...text].flatMap((character, index) => {
    if (character === '.') return [];
    const kind = character === 'h' ? 'heading' : 'snippet';
    return [{ kind, top: index * 10, bottom: index * 10 + 10 } as const];
  });
}

test.each([
  ['the text before a snippet speaks of it', 'h.s.s', 15, 1],
  ['a snippet is spoken of where it stands', 'h.s.s', 25, 1],
  ['the text after it speaks of the next one', 'h.s.s', 35, 2],
  ['after the last one of a section it is still that one', 'h.s.h.s', 35, 1],
  ['the next section speaks of its own', 'h.s.h.s', 45, 3],
  ['a section without a snippet speaks of the one before', 'h.s.h.h.s', 55, 1],
  ['the end of the page speaks of the last one', 'h.s...', 55, 1],
  ['before the first section with one it is the first', 'h..h.s', 15, 2],
])('%s', (_, text, y, expected) => {
  expect(spokenOf(page(text), y)).toBe(expected);
});

test('a page without snippets speaks of none', () => {
  expect(spokenOf(page('h..h.'), 15)).toBeUndefined();
});
