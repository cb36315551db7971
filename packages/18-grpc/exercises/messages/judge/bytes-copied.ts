// How many bytes the learner's code copies, counted in the functions that copy.

/** Counts the bytes of Buffer.concat and Buffer.from, and of set, slice and copy. */
export function bytesCopied(run: () => void): number {
  let copied = 0;
  const count = (bytes: number): void => void (copied += bytes);
  const restore = [
    wrap(Buffer, 'concat', (_of, result) => count(lengthOf(result))),
    wrap(Buffer, 'from', (_of, result) => count(lengthOf(result))),
    wrap(Uint8Array.prototype, 'set', (_of, _result, from) => count(lengthOf(from))),
    wrap(Uint8Array.prototype, 'slice', (_of, result) => count(lengthOf(result))),
    wrap(Buffer.prototype as object, 'copy', (_of, result) => count(Number(result))),
  ];
  try {
    run();
  } finally {
    for (const back of restore) back();
  }
  return copied;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Calls `onCall` after each call of a method.
 * @returns a function that restores the method
 */
function wrap(
  owner: object,
  name: string,
  onCall: (self: unknown, result: unknown, ...args: unknown[]) => void,
): () => void {
  const methods = owner as Record<string, Method>;
  const method = methods[name] as Method;
  methods[name] = function (...args) {
    const result = method.apply(this, args);
    onCall(this, result, ...args);
    return result;
  };
  return () => {
    methods[name] = method;
  };
}

function lengthOf(value: unknown): number {
  return (value as { length?: number } | undefined)?.length ?? 0;
}
