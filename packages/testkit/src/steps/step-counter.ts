// Counts the steps of a piece of code, so that a check of its cost does not depend on
// time. V8 counts how often each block of a source file runs. Built-in functions have no
// blocks: those that search, copy or go through many elements are counted by elements.

import { Session, type Profiler } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';
import { countElements } from './elements';

export class StepCounter {
  readonly #session = new Session();

  /**
   * @param isCounted whether to count the blocks of the file with this URL. Files loaded
   * earlier are not counted.
   */
  constructor(readonly isCounted: (url: string) => boolean) {
    // In Node 26, the code of neither optimizing compiler is always counted.
    setFlagsFromString('--no-opt');
    setFlagsFromString('--no-maglev'); // stop() leaves it off, as it is in Node 20
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many blocks `action` runs, plus the elements that built-in functions take. */
  count(action: () => void): number {
    this.#take();
    const elements = countElements(action);
    return this.#take() + elements;
  }

  stop(): void {
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
}

function sum({ functions }: Profiler.ScriptCoverage): number {
  let steps = 0;
  for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  return steps;
}
