// Right answers in another form than the expected one, and wrong ones that look like it.

import { isSame } from './same';

class Exited {
  readonly state = 'exited';
  constructor(readonly code: number) {}
}
class Hidden {
  #code = 1;
  get code(): number {
    return this.#code;
  }
}
const withoutPrototype = Object.assign(Object.create(null) as object, { code: 1 });
const looped: { code: number; self?: unknown } = { code: 1 };
looped.self = looped;

test.each<[what: string, expected: unknown, came: unknown]>([
  ['an object of a class', { state: 'exited', code: 1 }, new Exited(1)],
  ['objects of a class in an array', [{ state: 'exited', code: 1 }], [new Exited(1)]],
  ['objects of a class in a member', { a: { state: 'exited', code: 1 } }, { a: new Exited(1) }],
  ['a getter of a class', { code: 1 }, new Hidden()],
  ['an object without a prototype', { code: 1 }, withoutPrototype],
  ['a frozen object', { code: 1 }, Object.freeze({ code: 1 })],
  ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
  ['a member that is undefined', { code: 1 }, { code: 1, signal: undefined }],
  ['no member where it is undefined', { code: 1, signal: undefined }, { code: 1 }],
  ['equal maps', new Map([['a', 1]]), new Map([['a', 1]])],
  ['equal bytes', Buffer.from('hi'), Buffer.from('hi')],
  ['NaN', { value: NaN }, { value: NaN }],
])('%s is the same', (_what, expected, came) => {
  expect(isSame(expected, came)).toBe(true);
});

test.each<[what: string, expected: unknown, came: unknown]>([
  ['another value in a class', { state: 'exited', code: 1 }, new Exited(2)],
  ['a member too many', { state: 'exited' }, new Exited(1)],
  ['a member too few', { state: 'exited', code: 1, core: false }, new Exited(1)],
  ['a member that every object inherits', { code: 1 }, { code: 1, constructor: 1 }],
  ['undefined for null', { code: null }, {}],
  ['an item too many', [{ code: 1 }], [new Hidden(), new Hidden()]],
  ['an item too few', [{ code: 1 }, { code: 1 }], [new Hidden()]],
  ['an array for an object', {}, []],
  ['an object for an array', [], {}],
  ['a map for an object', {}, new Map()],
  ['a promise for an object', {}, Promise.resolve({})],
  ['an error for an object', {}, new Error('x')],
  ['an empty object for bytes', Buffer.alloc(0), {}],
  ['bytes of another class', Buffer.from('hi'), Uint8Array.from(Buffer.from('hi'))],
  ['null for an object', {}, null],
  ['text for a number', { code: 1 }, { code: '1' }],
  ['-0 for 0', { value: 0 }, { value: -0 }],
  ['an object that contains itself', { code: 1, self: { code: 1, self: null } }, looped],
])('%s is not the same', (_what, expected, came) => {
  expect(isSame(expected, came)).toBe(false);
});
