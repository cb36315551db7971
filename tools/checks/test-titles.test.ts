import { testTitles } from './test-titles';

const SOURCE = `
import { f } from './f';
test('alone', () => {});
it("double", async () => {});
test(\`template\`, () => {});
test(\`a \${made} one\`, () => {});
test.each([[1]])('%i of a table', () => {});
test.each\`a | b\`('tagged $a', () => {});
test.only('only', () => {});
test.concurrent.each([1])('together %i', () => {});
describe('group', () => {
  test('inside', () => {});
  describe.each([1])('deeper %i', () => { it('down', () => {}); });
});
test.skip('skipped', () => {});
it.todo('to do');
test.failing('fails', () => {});
describe.skip('skipped group', () => { test('never', () => {}); });
f('no test', () => {});
expect('no test either');
// test('in a comment', () => {});
const text = "test('in a string', () => {})";
`;

test('titles are found wherever tests run', () => {
  expect(testTitles(SOURCE)).toEqual([
    ['alone'],
    ['double'],
    ['template'],
    ['%i of a table'],
    ['tagged $a'],
    ['only'],
    ['together %i'],
    ['group', 'inside'],
    ['group', 'deeper %i', 'down'],
  ]);
});

test('a file without tests has none', () => {
  expect(testTitles('')).toEqual([]);
});
