import { explainLostThis } from './lost-this';

class Reader {
  #bytes = 0;
  read(): number {
    return this.#bytes;
  }
  write(): void {
    this.#bytes = 1;
  }
  call(): void {
    this.#grow();
  }
  #grow(): void {
    this.#bytes++;
  }
}

/** Calls the method as the mistake does, and returns what it throws. */
function thrownBy(name: 'read' | 'write' | 'call'): unknown {
  const another = Object.create(Reader.prototype) as Reader; // made without the constructor
  try {
    another[name]();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each(['read', 'write', 'call'] as const)('%s without its object is explained', (name) => {
  expect(() => new Reader()[name]()).not.toThrow();
  expect(thrownBy(name)).toBeInstanceOf(TypeError);
  expect(explainLostThis(thrownBy(name))).toContain('loses its `this`');
});

test('other exceptions are not', () => {
  expect(explainLostThis(new TypeError('x is not a function'))).toBeUndefined();
  expect(explainLostThis(new Error('Cannot read private member #a'))).toBeUndefined();
  expect(explainLostThis(undefined)).toBeUndefined();
});

test('so is what a program printed', () => {
  const printed = 'TypeError: Cannot read private member #a from an object whose class …';
  expect(explainLostThis(printed)).toContain('loses its `this`');
});
