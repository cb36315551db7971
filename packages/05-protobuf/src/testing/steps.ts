// Counts the steps of a piece of code, so that a test about cost does not depend on time.
// V8 counts how often each block of a source file runs. Work inside built-in functions is
// not counted, except searches in arrays.

import { Session, type Profiler } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';

const SEARCHES = ['includes', 'indexOf', 'lastIndexOf'] as const;

export class StepCounter {
  readonly #session = new Session();
  /** Elements in the arrays that were searched. */
  #searched = 0;
  readonly #restore: (() => void)[] = [];

  /**
   * @param isCounted whether to count the blocks of the file with this URL. Files loaded
   * earlier are not counted.
   */
  constructor(readonly isCounted: (url: string) => boolean) {
    setFlagsFromString('--no-opt'); // optimized code is not always counted, in Node 26
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    for (const name of SEARCHES) this.#countSearches(name);
  }

  /** How many blocks `action` runs, plus the array elements it searches. */
  count(action: () => void): number {
    this.#take();
    this.#searched = 0;
    action();
    return this.#take() + this.#searched;
  }

  stop(): void {
    for (const restore of this.#restore) restore();
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
    setFlagsFromString('--opt');
  }

  #take(): number {
    let steps = 0;
    this.#session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error !== null) throw error;
      for (const script of coverage.result) if (this.isCounted(script.url)) steps += sum(script);
    });
    return steps;
  }

  #countSearches(name: (typeof SEARCHES)[number]): void {
    const original = Reflect.get(Array.prototype, name) as (...args: unknown[]) => unknown;
    const add = (elements: number): void => void (this.#searched += elements);
    Reflect.set(Array.prototype, name, function (this: unknown[], ...args: unknown[]) {
      add(this.length);
      return original.apply(this, args);
    });
    this.#restore.push(() => void Reflect.set(Array.prototype, name, original));
  }
}

function sum({ functions }: Profiler.ScriptCoverage): number {
  let steps = 0;
  for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  return steps;
}
