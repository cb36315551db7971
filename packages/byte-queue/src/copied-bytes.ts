// Counts the bytes that are copied while a function runs. Tests of stream readers use it
// to check cost without a clock.

/**
 * How many bytes `run` copies with `copy`, with `set` of a Buffer, and with
 * `Buffer.concat`, which copies its whole result.
 */
export function copiedBytes(run: () => void): number {
  let copied = 0;
  const prototype = Buffer.prototype as Buffer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- restored below
  const { copy, set } = prototype;
  const concat = Buffer.concat.bind(Buffer);
  prototype.copy = function (this: Buffer, ...args: Parameters<Buffer['copy']>) {
    const count = copy.apply(this, args);
    copied += count;
    return count;
  };
  prototype.set = function (this: Buffer, source: ArrayLike<number>, offset?: number) {
    copied += source.length;
    set.call(this, source, offset);
  };
  Buffer.concat = (list, length) => {
    const whole = concat(list, length);
    copied += whole.length;
    return whole;
  };
  try {
    run();
  } finally {
    prototype.copy = copy;
    // `set` is inherited, so an own property must not stay on the prototype.
    Reflect.deleteProperty(prototype, 'set');
    Buffer.concat = concat;
  }
  return copied;
}
