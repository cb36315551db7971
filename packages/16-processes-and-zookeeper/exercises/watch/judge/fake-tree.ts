// A fake tree that changes when the judge says so: between two calls, or during one.

import { bindMethods, CaseFailed } from '@bytes-up/testkit';

/** `names 2` is the second read of the names, `data a` any read of a's data. */
type Call = `names ${number}` | `data ${string}`;

/** After this many idle turns of the event loop, nothing more will happen. */
const QUIET_TURNS = 10;
/** More calls than any case needs: an endless loop. */
const MAX_CALLS = 100;

export class FakeTree {
  readonly #data = new Map<string, string>();
  readonly #during = new Map<Call, () => void>();
  #watches: (() => void)[] = [];
  #lastWatch: (() => void) | undefined;
  #inFlight = 0;
  readonly calls: Call[] = [];
  /** The code with which `data` rejects for a name. */
  readonly failing = new Map<string, string>();
  hasOverlapped = false;

  constructor() {
    bindMethods(this);
  }

  childrenAndWatch(onChange: () => void): Promise<readonly string[]> {
    if (this.#inFlight > 0) this.hasOverlapped = true;
    const names = [...this.#data.keys()].reverse(); // not sorted
    this.#watches.push(onChange);
    this.#lastWatch = onChange;
    return this.#answer(`names ${this.namesRead + 1}`, () => names);
  }

  data(name: string): Promise<string> {
    return this.#answer(`data ${name}`, () => {
      const code = this.failing.get(name);
      const data = this.#data.get(name);
      if (code === undefined && data !== undefined) return data;
      throw Object.assign(new Error(`${name}: ${code ?? 'no node'}`), { code: code ?? 'NO_NODE' });
    });
  }

  get namesRead(): number {
    return this.calls.filter((call) => call.startsWith('names')).length;
  }

  /** Sorted by name. */
  get entries(): (readonly [string, string])[] {
    return [...this.#data].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  add(...names: readonly string[]): void {
    for (const name of names) this.#data.set(name, `${name}:8080`);
    this.#fire();
  }

  remove(...names: readonly string[]): void {
    for (const name of names) this.#data.delete(name);
    this.#fire();
  }

  /** Both in one operation, as a transaction of ZooKeeper does it. */
  replace(gone: string, name: string): void {
    this.#data.delete(gone);
    this.add(name);
  }

  addWithoutData(name: string): void {
    this.#data.set(name, '');
    this.#fire();
  }

  /** Reports the last event again, as some clients do after they have reconnected. */
  fireAgain(): void {
    this.#lastWatch?.();
  }

  /** Runs once, during this call, after its names have been read. */
  during(call: Call, change: () => void): void {
    this.#during.set(call, change);
  }

  /** Resolves when no call is in progress, and none follows. */
  async settled(given: string): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = this.#inFlight > 0 ? 0 : quiet + 1) {
      await new Promise(setImmediate);
      if (this.calls.length < MAX_CALLS) continue;
      throw new CaseFailed({ given, expected: 'a few calls', came: `${MAX_CALLS} and more` });
    }
  }

  async #answer<T>(call: Call, answer: () => T): Promise<T> {
    this.calls.push(call);
    if (this.calls.length > 2 * MAX_CALLS) throw new Error('too many calls');
    this.#inFlight++;
    const change = this.#during.get(call);
    this.#during.delete(call);
    change?.();
    await new Promise(setImmediate);
    this.#inFlight--;
    return answer();
  }

  #fire(): void {
    const watches = this.#watches;
    this.#watches = [];
    for (const watch of watches) watch();
  }
}
