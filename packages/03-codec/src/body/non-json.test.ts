import fc from 'fast-check';
import { subject } from '../testing/subject';

const { findNonJson } = subject();

test.each<[string, unknown, unknown]>([
  ['plain data', { a: [1, 'b', null, true, { c: -0.5 }] }, undefined],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), undefined],
  ['undefined', undefined, { path: '', what: 'is undefined' }],
  ['a hole in an array', { a: [1, , 2] }, { path: '.a[1]', what: 'is undefined' }], // eslint-disable-line no-sparse-arrays -- the hole is the subject
  ['Infinity', [Infinity], { path: '[0]', what: 'is Infinity' }],
  ['a bigint', { a: { b: 1n } }, { path: '.a.b', what: 'is a bigint' }],
  ['a symbol', { a: Symbol('s') }, { path: '.a', what: 'is a symbol' }],
  ['a Date', { at: new Date(0) }, { path: '.at', what: 'is a Date' }],
  ['bytes', { data: Buffer.from('a') }, { path: '.data', what: 'is a Buffer' }],
  ['a toJSON method', { toJSON: () => 1 }, { path: '.toJSON', what: 'is a function' }],
])('%s', (_, value, expected) => {
  expect(findNonJson(value, 10)).toEqual(expected);
});

test('exactly maxDepth levels are fine, one more is not', () => {
  expect(findNonJson([[]], 2)).toBeUndefined();
  expect(findNonJson([[[]]], 2)).toEqual({
    path: '[0][0]',
    what: 'is nested too deep, or contains itself',
  });
});

test('an accepted value survives JSON unchanged', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      if (findNonJson(value, 20) !== undefined) return;
      const back = JSON.parse(JSON.stringify(value)) as unknown;
      expect(JSON.stringify(back)).toBe(JSON.stringify(value));
    }),
  );
});
