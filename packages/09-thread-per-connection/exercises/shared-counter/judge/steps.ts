// Runs one call of the learner's code step by step. A step is one read or write of the
// counter, or one Atomics operation. After each step another thread can run.
//
// It is not a real thread, because a real one cannot be made to run at exactly that
// moment. The learner's code gets a proxy of the counter. The functions of Atomics are
// replaced before that code is loaded, because it may keep them, as in
// `const { add } = Atomics`.

/** A loop that takes more steps than this will never end. */
const MAX_STEPS = 1_000;

type Operation = (view: unknown, ...args: unknown[]) => unknown;

/** The steps of each counter that the learner's code got. */
const stepsOf = new WeakMap<object, Steps>();

export class Steps {
  /** The steps, in order. */
  readonly taken: string[] = [];
  /** The largest number after any of these steps. */
  largest: number;

  constructor(
    private readonly counter: Int32Array,
    /** What other threads do after the step with this number. */
    private readonly comeIn: (step: number) => void,
  ) {
    this.largest = counter[0] ?? 0;
  }

  /** @param call gets the watched counter */
  watch<T>(call: (watched: Int32Array) => T): T {
    const watched = this.#proxy();
    stepsOf.set(watched, this);
    return call(watched);
  }

  /** One Atomics operation on the watched counter. */
  operate(name: string, original: Operation, args: unknown[]): unknown {
    const result = original(this.counter, ...args);
    this.#step(`Atomics.${name}`);
    return result;
  }

  #step(what: string): void {
    this.taken.push(what);
    this.largest = Math.max(this.largest, this.counter[0] ?? 0);
    if (this.taken.length > MAX_STEPS)
      throw new Error(`${MAX_STEPS} steps without an end: ${this.taken.slice(-4).join(', ')}`);
    this.comeIn(this.taken.length);
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
}

const atomics = Atomics as unknown as Record<string, unknown>;
for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(atomics))) {
  if (typeof value !== 'function') continue;
  const original = value as Operation;
  atomics[name] = (view: unknown, ...args: unknown[]): unknown => {
    const steps = stepsOf.get(view as object);
    return steps === undefined ? original(view, ...args) : steps.operate(name, original, args);
  };
}
