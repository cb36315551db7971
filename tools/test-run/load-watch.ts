// How busy the machine is while the tests run. The runner itself only waits for jest, so
// whenever its event loop is late, the operating system had no core for it.

import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';

/** What the watch needs from the machine. Tests pass in a fake. */
export interface Machine {
  /** Milliseconds since 1970. */
  now(): number;
  readonly cores: number;
  /** The load average of the last minute. */
  load(): number;
  /**
   * How long some process has waited for a core since the start, or undefined if the
   * system does not say.
   */
  waitedMs(): number | undefined;
}

interface Sample {
  readonly atMs: number;
  /** The maximum delay of the event loop since the previous sample. */
  readonly stallMs: number;
  readonly load: number;
  readonly waitedMs: number | undefined;
}

/** Often enough that a stall of 50 ms shows. */
const TICK_MS = 20;
const SAMPLE_MS = 1000;
const SHOWN_STALLS = 3;
/** Five and a half hours. Of a longer run the first hours are dropped. */
const KEPT_SAMPLES = 20_000;

export class LoadWatch {
  readonly #machine: Machine;
  readonly #samples: Sample[] = [];
  #lastTick: number;
  #worst = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(machine: Machine = THIS_MACHINE) {
    this.#machine = machine;
    this.#lastTick = machine.now();
    this.#sample();
  }

  /** Ticks until `stop`. It does not keep the process running. */
  start(): void {
    this.#timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#sample();
  }

  /** Called every 20 ms, or later when the machine is busy. */
  tick(): void {
    const now = this.#machine.now();
    this.#worst = Math.max(this.#worst, now - this.#lastTick - TICK_MS);
    this.#lastTick = now;
    const last = this.#samples.at(-1);
    if (last === undefined || now - last.atMs >= SAMPLE_MS) this.#sample();
  }

  #sample(): void {
    this.#samples.push({
      atMs: this.#machine.now(),
      stallMs: this.#worst,
      load: this.#machine.load(),
      waitedMs: this.#machine.waitedMs(),
    });
    this.#worst = 0;
    if (this.#samples.length > 2 * KEPT_SAMPLES) this.#samples.splice(0, KEPT_SAMPLES);
  }

  /** One line on the time between two moments, in milliseconds since 1970. */
  describe(from = -Infinity, to = Infinity): string {
    // A sample covers the time since the previous one, so take one more at either end.
    const after = this.#samples.findIndex(({ atMs }) => atMs >= to);
    const end = after === -1 ? this.#samples.length : after + 1;
    const before = this.#samples.findLastIndex(({ atMs }) => atMs <= from);
    const first = Math.max(0, Math.min(before, end - 2));
    const during = this.#samples.slice(first, end);
    // The first sample's stall was earlier.
    const stalls = during.slice(1).map(({ stallMs }) => Math.round(stallMs));
    const worst = stalls.filter((ms) => ms > 0).sort((a, b) => b - a);
    const load = Math.max(...during.map((sample) => sample.load));
    return [
      `load at most ${load.toFixed(1)} on ${this.#machine.cores} cores`,
      worst.length === 0
        ? 'no stall of the runner'
        : `worst stalls of the runner ${worst.slice(0, SHOWN_STALLS).join(', ')} ms`,
      pressure(during),
    ].join(', ');
  }
}

function pressure(samples: readonly Sample[]): string {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first?.waitedMs === undefined || last?.waitedMs === undefined) {
    return 'CPU pressure unknown (no /proc/pressure/cpu here)';
  }
  const share = (last.waitedMs - first.waitedMs) / (last.atMs - first.atMs || 1);
  return `CPU pressure ${(100 * share).toFixed(0)} %`;
}

export const THIS_MACHINE: Machine = {
  now: () => performance.timeOrigin + performance.now(),
  cores: availableParallelism(),
  load: () => loadavg()[0] ?? 0,
  waitedMs: () => {
    try {
      return waitedMsOf(readFileSync('/proc/pressure/cpu', 'utf8'));
    } catch {
      return undefined; // macOS, or a kernel without pressure stall information
    }
  },
};

/**
 * From `some avg10=1.00 avg60=2.00 avg300=3.00 total=4567`, whose total is in
 * microseconds.
 */
export function waitedMsOf(pressureFile: string): number | undefined {
  const [, total] = /^some .*\btotal=(\d+)/m.exec(pressureFile) ?? [];
  return total === undefined ? undefined : Number(total) / 1000;
}
