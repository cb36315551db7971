// Runs one call of the learner's code step by step. A step is one read or write of the
// counter, or one Atomics operation. After the chosen step another thread runs.
//
// It is not a real thread, because a real one cannot be made to run at exactly that
// moment. The learner's code gets a proxy of the counter, and Atomics is replaced while
// it runs.

/** A loop that takes more steps than this will never end. */
const MAX_STEPS = 1_000;

export class Steps {
  /** The steps, in order. */
  readonly taken: string[] = [];
  /** The largest number after any of these steps. */
  largest: number;

  constructor(
    private readonly counter: Int32Array,
    private readonly after: number,
    private readonly comeIn: () => void,
  ) {
    this.largest = counter[0] ?? 0;
  }

  /** @param call gets the watched counter */
  watch<T>(call: (watched: Int32Array) => T): T {
    const watched = this.#proxy();
    const restore = this.#replaceAtomics(watched);
    try {
      return call(watched);
    } finally {
      restore();
    }
  }

  #step(what: string): void {
    this.taken.push(what);
    this.largest = Math.max(this.largest, this.counter[0] ?? 0);
    if (this.taken.length > MAX_STEPS)
      throw new Error(`${MAX_STEPS} steps without an end: ${this.taken.slice(-4).join(', ')}`);
    if (this.taken.length === this.after) this.comeIn();
  }

  #proxy(): Int32Array {
    return new Proxy(this.counter, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (name === '0') this.#step('read');
        return value;
      },
      set: (target, name, value: unknown) => {
        const isSet = Reflect.set(target, name, value, target);
        if (name === '0') this.#step('write');
        return isSet;
      },
    });
  }

  #replaceAtomics(watched: Int32Array): () => void {
    const atomics = Atomics as unknown as Record<string, unknown>;
    const originals = Object.getOwnPropertyDescriptors(atomics);
    for (const [name, { value }] of Object.entries(originals)) {
      if (typeof value !== 'function') continue;
      const original = value as (...args: unknown[]) => unknown;
      atomics[name] = (view: unknown, ...args: unknown[]): unknown => {
        if (view !== watched) return original(view, ...args);
        const result = original(this.counter, ...args);
        this.#step(`Atomics.${name}`);
        return result;
      };
    }
    return () => {
      for (const [name, { value }] of Object.entries(originals))
        if (typeof value === 'function') atomics[name] = value;
    };
  }
}
