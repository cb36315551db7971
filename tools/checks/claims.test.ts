import { checkClaims } from './claims';
import { PAGE, problemsOf } from './made-up-page';

const files = {
  'packages/03-codec/src/a.test.ts': `
    describe('decoder', () => { test('is linear', () => {}); });
    test.skip('is skipped', () => {});
  `,
  'packages/03-codec/src/a.ts': "test('is linear', () => {});",
};

test.each([
  'packages/03-codec/src/a.test.ts › is linear',
  'src/a.test.ts › is linear',
  'src/a.test.ts › decoder › is linear',
])('✔ %s', (claim) => {
  expect(problemsOf(checkClaims, `It is. ✔ \`${claim}\`\n`, { files })).toEqual([]);
});

test.each([
  ['src/a.test.ts › is quadratic', 'src/a.test.ts: no test "is quadratic"'],
  ['src/a.test.ts › is', 'src/a.test.ts: no test "is"'],
  ['src/a.test.ts › encoder › is linear', 'src/a.test.ts: no test "encoder › is linear"'],
  ['src/a.test.ts › decoder', 'src/a.test.ts: no test "decoder"'],
  ['src/a.test.ts › is skipped', 'src/a.test.ts: no test "is skipped"'],
  ['src/b.test.ts › is linear', 'src/b.test.ts: no such test file'],
  ['src/a.ts › is linear', 'src/a.ts: no such test file'],
  ['src/a.test.ts', 'src/a.test.ts: expected `file › title of a test`'],
])('✔ %s is refused', (claim, what) => {
  expect(problemsOf(checkClaims, `Text.\n\nIt is. ✔ \`${claim}\`\n`, { files })).toEqual([
    `${PAGE}:3: ✔ ${what}`,
  ]);
});

test('outside of a chapter the path is the repository’s', () => {
  const file = 'docs/protocol.md';
  const claim = '✔ `packages/03-codec/src/a.test.ts › is linear`';
  expect(problemsOf(checkClaims, claim, { file, files })).toEqual([]);
  expect(problemsOf(checkClaims, '✔ `src/a.test.ts › is linear`', { file, files })).toEqual([
    'docs/protocol.md:1: ✔ src/a.test.ts: no such test file',
  ]);
});

test('a claim without a test’s name is refused, wherever it stands', () => {
  expect(problemsOf(checkClaims, '1. One. ✔ `nothing`\n', { files })).toEqual([
    `${PAGE}:1: ✔ nothing: expected \`file › title of a test\``,
  ]);
});

test('a ✔ that is not a claim is refused', () => {
  expect(problemsOf(checkClaims, 'It works ✔ believe me.\n', { files })).toEqual([
    `${PAGE}:1: ✔ must be followed by \`file › title of a test\``,
  ]);
});
