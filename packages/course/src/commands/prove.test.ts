import { runCourse } from '../testing/course';

const FILE = 'packages/03-codec/src/other-ways/zigzag.test.ts';

test.each([
  ['as a note shows it', 'codec: other-ways/zigzag.test.ts › the ends of 64 bits'],
  ['with its mark, from a page’s source', `✔ \`${FILE} › the ends of 64 bits\``],
])('prove runs the test of a claim, %s', async (_how, claim) => {
  const { code, stderr } = await runCourse(['prove', claim]);
  expect(stderr).toContain('1 passed');
  expect(code).toBe(0);
});

test.each([
  ['varint', 'expected "file › title"'],
  ['codec: none.test.ts › a', 'no test file "codec: none.test.ts"'],
  ['../../etc/passwd › a', 'no test file "../../etc/passwd"'],
  [`${FILE} › no such title`, 'nothing proved: no test of that title ran in packages/03-codec'],
])('prove %j is refused', async (claim, says) => {
  const { code, stderr } = await runCourse(['prove', claim]);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
});
