// A fake send with as much room as the judge gives it, and a count of the bytes copied.

/** The function that the learner's class gets. */
export type Send = (bytes: Buffer) => number;

/** More calls than any case needs: an endless loop. */
const MAX_CALLS = 10_000;

export class FakeSend {
  room = 0;
  calls = 0;
  /** The code of the error that the next call throws. */
  failNext: string | undefined;
  /** What was accepted, as text. */
  taken = '';

  readonly send: Send = (bytes) => {
    this.calls++;
    if (this.calls > MAX_CALLS) throw new Error(`more than ${MAX_CALLS} calls of send`);
    if (!(bytes instanceof Uint8Array)) throw new Error('send did not get bytes');
    if (bytes.length === 0) throw new Error('send got an empty buffer');
    const code = this.failNext ?? (this.room === 0 ? 'EAGAIN' : undefined);
    this.failNext = undefined;
    if (code !== undefined) throw Object.assign(new Error(`send: ${code}`), { code });
    const count = Math.min(this.room, bytes.length);
    this.taken += Buffer.from(bytes.buffer, bytes.byteOffset, count).toString('latin1');
    this.room -= count;
    return count;
  };
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** The functions that copy bytes, and how many bytes a call copies. */
const COPYING: readonly [owner: object, name: string, count: AnyFunction][] = [
  [Buffer, 'concat', (list) => (list as Buffer[]).reduce((sum, { length }) => sum + length, 0)],
  [Buffer, 'from', lengthOf],
  [Buffer.prototype, 'copy', ofThis],
  [Uint8Array.prototype, 'set', lengthOf],
  [Uint8Array.prototype, 'slice', ofThis],
  [Uint8Array.prototype, 'copyWithin', ofThis],
  [Uint8Array, 'from', lengthOf],
];

function lengthOf(source: unknown): number {
  return (source as { length?: number } | undefined)?.length ?? 0;
}

function ofThis(this: unknown): number {
  return (this as Buffer).length;
}

/** @returns an upper bound on the bytes that `run` copied */
export function countCopied(run: () => void): number {
  let copied = 0;
  const undo = COPYING.map(([owner, name, count]) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const original = (owner as Record<string, AnyFunction>)[name];
    const counting: AnyFunction = function (...args) {
      copied += count.apply(this, args) as number;
      return original?.apply(this, args);
    };
    Object.defineProperty(owner, name, { value: counting, configurable: true, writable: true });
    return () => {
      if (own === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, own);
    };
  });
  try {
    run();
  } finally {
    for (const each of undo) each();
  }
  return copied;
}
