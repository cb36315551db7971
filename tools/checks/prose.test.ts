import { PAGE, problemsOf } from './made-up-page';
import { checkProse } from './prose';

test.each([
  'Four bytes, then the body.',
  'A `!` in code, and `simply` too.',
  'He overran the quiteness.',
  '```sh\necho simply!\n```',
  '✔ `src/a.test.ts › easily!`',
  '<!-- obviously! -->',
])('%j is plain', (text) => {
  expect(problemsOf(checkProse, text)).toEqual([]);
});

test.each([
  ['It is simply a length.', '"simply" adds nothing: leave it out'],
  ['Of course it is.', '"Of course" adds nothing: leave it out'],
  ['- [easily](x.md)', '"easily" adds nothing: leave it out'],
  ['| a |\n| - |\n| **clearly** |', '"clearly" adds nothing: leave it out'],
  ['It works!', 'an exclamation mark in "It works!"'],
  ['# Hello!', 'an exclamation mark in "Hello!"'],
])('%j is not', (text, what) => {
  const [problem, ...more] = problemsOf(checkProse, text);
  expect(more).toEqual([]);
  expect(problem).toMatch(new RegExp(`^${PAGE}:\\d: `));
  expect(problem).toContain(what);
});
