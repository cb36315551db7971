import { madeUpRepo } from './repo';
import { withFreshSteps } from './seven-servers';

const repo = madeUpRepo({
  'a.ts': 'const one = accept(); // blocks\nconst flags = A | B;\n',
  'b.ts': 'twice();\ntwice();\n',
});
const PAGE = 'before\n<!-- steps -->\nold\n<!-- /steps -->\nafter\n';

test('each step gets a table with the line of its source, without the comment', () => {
  const steps = { Accept: [['08', 'the thread', 'a.ts', 'accept()']] } as const;
  expect(withFreshSteps(PAGE, repo, steps)).toEqual({
    text: `before
<!-- steps -->

### Accept

| chapter | done by | line of source |
| --- | --- | --- |
| 08 | the thread | \`const one = accept();\` |

<!-- /steps -->
after
`,
    problems: [],
  });
});

test('a pipe does not end a cell', () => {
  const steps = { Flags: [['08', 'who', 'a.ts', 'A | B']] } as const;
  expect(withFreshSteps(PAGE, repo, steps).text).toContain('`const flags = A \\| B;`');
});

test.each([
  ['a.ts', 'gone()', 0],
  ['b.ts', 'twice()', 2],
  ['c.ts', 'accept()', 0],
])('a line that does not occur exactly once is a problem: %s, %s', (file, find, times) => {
  const steps = { Step: [['08', 'who', file, find]] } as const;
  expect(withFreshSteps(PAGE, repo, steps).problems).toEqual([
    `expected one line with ${find} in ${file}, got ${times}`,
  ]);
});
