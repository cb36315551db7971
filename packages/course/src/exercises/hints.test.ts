import { parseHints } from './hints';

test('each heading is a hint, and may name the stages that it helps with', () => {
  const hints = parseHints(
    '## Hint 1\n\nWhy?\n\n## Hint 2, stage 4\n\nHow?\n\n## Hint 3, stages 2 to 4\n\nSo.\n',
  );
  expect(hints).toEqual([
    { text: 'Why?', lastStage: Infinity },
    { text: 'How?', lastStage: 4 },
    { text: 'So.', lastStage: 4 },
  ]);
});
