// What a reader costs, counted and not timed: the bytes that are copied while something
// runs. For tests of whatever reads a stream.

/**
 * How many bytes `run` copies: by `copy`, by `set` of a Buffer, by `Buffer.concat`, which
 * writes its whole result each time.
 */
export function copiedBytes(run: () => void): number {
  let copied = 0;
  const prototype = Buffer.prototype as Buffer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as they were
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
    // It is inherited: an own one would stay in the way of the next measurement.
    Reflect.deleteProperty(prototype, 'set');
    Buffer.concat = concat;
  }
  return copied;
}
