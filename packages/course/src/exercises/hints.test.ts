import { parseHints } from './hints';

test('each heading is a hint, and may name the stage that it helps with', () => {
  const hints = parseHints('## Hint 1\n\nWhy?\n\n## Hint 2, stage 4\n\nHow?\n');
  expect(hints).toEqual([
    { text: 'Why?', stage: undefined },
    { text: 'How?', stage: 4 },
  ]);
});
