import { splitFrontMatter } from './front-matter';

test('values are read from the top of the page', () => {
  const { values, body, lines } = splitFrontMatter(
    '---\ntitle: Bytes: a start\nminutes: 25\nquoted: "a b"\nempty:\n---\n# Page\n',
  );
  expect([...values]).toEqual([
    ['title', 'Bytes: a start'],
    ['minutes', '25'],
    ['quoted', 'a b'],
    ['empty', ''],
  ]);
  expect(body).toBe('# Page\n');
  expect(lines).toBe(6);
});

test.each(['# Page\n\n---\ntitle: no\n---\n', '', '---', '---\ntitle: never closed\n'])(
  'no front matter in %j',
  (text) => {
    expect(splitFrontMatter(text)).toEqual({ values: new Map(), body: text, lines: 0 });
  },
);

test('an empty block is removed', () => {
  expect(splitFrontMatter('---\n---\nx')).toEqual({ values: new Map(), body: 'x', lines: 2 });
});
