import { importsOf } from './imports';

test('every way to import is found', () => {
  const source = `import a from 'a';
import type { B } from 'b';
import 'c';
export * from 'd';
export { e } from 'e';
import f = require('f');
const g = await import('g');
const h = require('h');
require.resolve('i');
type J = import('j').J;
jest.mock('k');
const none = 'import x from "none"'; // require('none')
export const local = 1;
object.require('none');
import(variable);
`;
  expect(importsOf(source).map(({ specifier }) => specifier)).toEqual([...'abcdefghijk']);
  expect(importsOf(source).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
